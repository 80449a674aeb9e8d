import { requestLastsDays } from "../../events/saju.ts";
import { dateInKorea } from "../../projections/accounts/users.ts";
import { SYSTEM } from "../../src/deciding/command.ts";
import { acceptIntroduction } from "../../src/saju/accept_introduction.ts";
import { changeSajuProfile } from "../../src/saju/change_saju_profile.ts";
import { declineIntroduction } from "../../src/saju/decline_introduction.ts";
import { drawRecommendations } from "../../src/saju/draw_recommendations.ts";
import { lapseIntroduction } from "../../src/saju/lapse_introduction.ts";
import { register } from "../../src/saju/register.ts";
import { requestIntroduction } from "../../src/saju/request_introduction.ts";
import { withdrawIntroduction } from "../../src/saju/withdraw_introduction.ts";
import { consents } from "../accounts/acts.ts";
import { hashOf } from "../support/facts.ts";
import type { Acts, Playing, Scene } from "../support/world.ts";

export const acts: Acts = {
  play: (scene) => ({
    begins() {
      tellBirths(scene);
      introduceSome(scene);
    },
    acts: [...actsOnRequests(scene), (me) => draw(scene, me), (me) => describe(scene, me)],
    ends() {
      scene.passes(requestLastsDays * 24 * 3600 * 1000);
      for (let id = 1; id <= scene.last.introduction; id++) {
        scene.act(lapseIntroduction, { introductionId: id }, SYSTEM);
      }
    },
  }),
};

const birthOf = ({ upTo }: Scene) => ({
  birthDate: `${1970 + upTo(35)}-${10 + upTo(2)}-${10 + upTo(18)}`,
  birthTime: null,
});

/** Everyone says when they were born; two correct it, and one more comes through blind dates. */
function tellBirths(scene: Scene): void {
  const { act, people } = scene;
  for (let userId = 1; userId <= people; userId++) {
    act(changeSajuProfile, { name: `사람${userId}`, ...birthOf(scene) }, userId);
  }
  act(register, {
    ...{ userId: people + 1, email: "last@example.com", emailHash: hashOf("last@example.com") },
    ...{ passwordHash: "argon2id", name: "마지막", gender: "other", ...birthOf(scene) },
    consents,
  }, SYSTEM);
  for (const userId of [1, 2]) act(changeSajuProfile, birthOf(scene), userId);
}

/** Some have chats from the beginning. */
function introduceSome({ act, last, people }: Scene): void {
  const pairs: [number, number][] = [];
  for (let a = 1; a < people; a += 2) pairs.push([a, a + 1], [1, a + 1]);
  for (const [a, b] of pairs.slice(1)) {
    act(requestIntroduction, { receiver_id: b }, a);
    act(acceptIntroduction, { match_id: last.introduction }, b);
  }
}

function actsOnRequests({ act, history, last, people, random, upTo }: Scene): Playing["acts"] {
  const introduce = (me: number) => act(requestIntroduction, { receiver_id: upTo(people + 1) }, me);
  const accept = (me: number) => act(acceptIntroduction, { match_id: upTo(last.introduction + 1) }, me);
  const decline = (me: number) =>
    random() < 0.3 && act(declineIntroduction, { match_id: upTo(last.introduction + 1) }, me);
  const withdraw = (me: number) => {
    const asked = history.filter((event) => event.type === "IntroductionRequested" && event.data.requesterId === me);
    const one = asked[Math.floor(random() * asked.length)];
    if (one?.type === "IntroductionRequested" && random() < 0.3) {
      act(withdrawIntroduction, { match_id: one.data.introductionId }, me);
    }
  };
  return [introduce, introduce, accept, decline, withdraw];
}

function draw({ act, history, now, people, upTo }: Scene, me: number): void {
  const told = history.findLast((event) =>
    event.type === "SajuProfileChanged" && event.data.userId === me && event.data.pillars !== undefined
  );
  const pillars = told?.type === "SajuProfileChanged" ? told.data.pillars : undefined;
  const chart = pillars ? pillars.year + pillars.month + pillars.day : "";
  const shown = new Set([upTo(people + 1), upTo(people), upTo(people)]);
  shown.delete(me);
  const drawn = [...shown].map((userId, n) => ({ userId, newcomer: n === 0 }));
  act(drawRecommendations, { day: dateInKorea(now()), chart, people: drawn }, me);
}

function describe(scene: Scene, me: number): void {
  const { act, random, upTo } = scene;
  act(changeSajuProfile, {
    ...random() < 0.5 ? { bio: random() < 0.3 ? null : `소개 ${upTo(9)}` } : { birthTime: "10:30" },
    ...random() < 0.2
      ? { preferredGender: random() < 0.5 ? null : "other" as const, ageRange: [20, 20 + upTo(70)] }
      : {},
    ...random() < 0.1 ? { paused: random() < 0.5 } : {},
    ...random() < 0.1 ? { birthDate: birthOf(scene).birthDate } : {},
  }, me);
}
