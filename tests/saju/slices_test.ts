import { assertNotEquals } from "@std/assert";
import { AccountErased, AccountSuspended, EmailChanged, ProfileChanged } from "../../events/accounts.ts";
import { ChatOpened } from "../../events/chat.ts";
import { PersonBlocked } from "../../events/safety.ts";
import {
  IntroductionAccepted,
  IntroductionDeclined,
  IntroductionRequested,
  RecommendationsAdded,
  RecommendationsDrawn,
  SajuProfileChanged,
} from "../../events/saju.ts";
import { acceptIntroduction } from "../../src/saju/accept_introduction.ts";
import { changeSajuProfile } from "../../src/saju/change_saju_profile.ts";
import { score } from "../../src/saju/compatibility.ts";
import { declineIntroduction } from "../../src/saju/decline_introduction.ts";
import { drawRecommendations } from "../../src/saju/draw_recommendations.ts";
import { shownScore } from "../../src/saju/explain_crowd.ts";
import { pillarsOf } from "../../src/saju/pillars.ts";
import { register } from "../../src/saju/register.ts";
import { requestIntroduction } from "../../src/saju/request_introduction.ts";
import { hashOf, person } from "../support/facts.ts";
import { at, given } from "../support/given.ts";
import { accepted, asked, dater, declined } from "./facts.ts";

const birth = (birthDate: string, birthTime: string | null = null) => {
  const pillars = pillarsOf({ birthDate, birthTime });
  if (!pillars) throw new Error(`${birthDate} has no pillars.`);
  return pillars;
};
const both = [...dater(1), ...dater(2, { gender: "male", birthDate: "1994-11-20" })];
const points = shownScore(score(birth("1996-05-04"), birth("1994-11-20")));
const ids = { introductionId: 1000, requesterId: 1, receiverId: 2 };
const block = (blockerId: number, blockedId: number) =>
  PersonBlocked({ blockId: 5, blockerId, blockedId, met: { kind: "user", id: blockedId }, blockedAt: at(0) });
const twoWeeks = 14 * 24 * 3600;
const suspended = (userId: number) => AccountSuspended({ userId, by: 9, reason: "…", until: null });

const account = {
  userId: 1,
  email: "1@example.com",
  emailHash: hashOf("email-1"),
  passwordHash: "argon2id",
  name: "사람1",
  birthDate: "1996-05-04",
  gender: "female" as const,
};

Deno.test("registering makes an account with an e-mail address, a birth date and its pillars", () => {
  const registered = dater(1).map((event) => ({ ...event, data: { ...event.data } }));
  for (const { data } of registered) {
    if ("registeredAt" in data) data.registeredAt = at(0);
    if ("changedAt" in data) data.changedAt = at(0);
  }
  const made = given().when(register, account, { me: 0 });
  made.then(...registered);
  made.answers({ user_id: 1, name: "사람1", email: "1@example.com" });
});

Deno.test("an e-mail address registers once, and nobody who is too young", () => {
  given(...dater(1)).when(register, { ...account, userId: 2 }, { me: 0 }).refuses("account.email_taken");
  given(...dater(1), AccountErased({ userId: 1, usernameHash: null, emailHash: hashOf("email-1") }))
    .when(register, { ...account, userId: 2 }, { me: 0 }).answers({
      user_id: 2,
      name: "사람1",
      email: "1@example.com",
    });
  // 19 on the day itself, which in Korea begins at 15:00 of the day before
  given().when(register, { ...account, birthDate: "2007-03-02" }, { me: 0 }).refuses("account.too_young");
  given().when(register, { ...account, birthDate: "2007-03-02" }, { me: 0, atSec: 3 * 3600 })
    .answers({ user_id: 1, name: "사람1", email: "1@example.com" });
});

Deno.test("a profile changes in what is sent", () => {
  given(...dater(1)).when(changeSajuProfile, { bio: "안녕하세요", job: null }, { me: 1 })
    .then(SajuProfileChanged({ userId: 1, bio: "안녕하세요", job: null, changedAt: at(0) }));
  given(...dater(1)).when(changeSajuProfile, {}, { me: 1 }).then();
  given(...dater(1)).when(changeSajuProfile, { birthDate: "1996-05-04", gender: "female" }, { me: 1 }).then();
});

Deno.test("someone of the random calls says what is missing, and their gender counts here from then on", () => {
  given(...person(1)).when(changeSajuProfile, { name: "미나", birthDate: "1996-05-04" }, { me: 1 }).then(
    ProfileChanged({ userId: 1, birthDate: "1996-05-04", gender: "male" }),
    SajuProfileChanged({ userId: 1, name: "미나", pillars: birth("1996-05-04"), changedAt: at(0) }),
  );
  const email = { email: "a@example.com", emailHash: hashOf("a") };
  given(...person(1)).when(changeSajuProfile, { email }, { me: 1 })
    .then(EmailChanged({ userId: 1, ...email, freedHash: null }));
  given(...dater(1)).when(changeSajuProfile, { email }, { me: 1 }).refuses("profile.email_set");
  const taken = { email: "2@example.com", emailHash: hashOf("email-2") };
  given(...person(1), ...dater(2)).when(changeSajuProfile, { email: taken }, { me: 1 }).refuses("account.email_taken");
});

Deno.test("a birth date stays after its first day, and its time changes while the pillars that count stay the same", () => {
  const fixed = "profile.birth_date_fixed";
  const later = { me: 1, atSec: 24 * 3600 };
  given(...dater(1)).when(changeSajuProfile, { birthDate: "1996-05-05" }, later).refuses(fixed);
  given(...dater(1)).when(changeSajuProfile, { birthDate: "2015-05-05" }, later).refuses(fixed);
  const elsewhere = ProfileChanged({ userId: 1, birthDate: "1996-05-04" });
  given(...person(1), elsewhere).when(changeSajuProfile, { birthDate: "1996-05-05" }, later).refuses(fixed);
  given(...person(1), elsewhere).when(changeSajuProfile, { birthDate: "1996-05-04" }, { me: 1 })
    .then(
      ProfileChanged({ userId: 1, gender: "male" }),
      SajuProfileChanged({ userId: 1, pillars: birth("1996-05-04"), changedAt: at(0) }),
    );

  const timed = SajuProfileChanged({
    ...{ userId: 1, birthTime: "10:30", changedAt: at(0) },
    pillars: birth("1996-05-04", "10:30"),
  });
  given(...dater(1)).when(changeSajuProfile, { birthTime: "10:30" }, { me: 1 }).then(timed);
  given(...dater(1), timed).when(changeSajuProfile, { birthTime: null }, { me: 1 })
    .then(SajuProfileChanged({ userId: 1, birthTime: null, pillars: birth("1996-05-04"), changedAt: at(0) }));
  // the month of saju begins on this day
  const turning = "1996-05-05";
  const [month, another] = [birth(turning), birth(turning, "23:50")].map(({ month }) => month);
  assertNotEquals(month, another);
  given(...dater(1, { birthDate: turning })).when(changeSajuProfile, { birthTime: "23:50" }, later).refuses(fixed);
  given(...person(1)).when(changeSajuProfile, { birthDate: turning, birthTime: "23:50" }, { me: 1 }).then(
    ProfileChanged({ userId: 1, birthDate: turning, gender: "male" }),
    SajuProfileChanged({ userId: 1, birthTime: "23:50", pillars: birth(turning, "23:50"), changedAt: at(0) }),
  );
});

Deno.test("people in a day's list stay, others are appended while there is room, and an empty list is not kept", () => {
  const { year, month, day: of } = birth("1996-05-04");
  const chart = year + month + of;
  const shown = (...ids: number[]) => ids.map((userId) => ({ userId, newcomer: userId === 2 }));
  const list = (people: ReturnType<typeof shown>) => ({ day: "2026-03-01", chart, people });
  const event = (...ids: number[]) => ({ userId: 1, rules: "saju_v1", day: "2026-03-01", people: shown(...ids) });
  const draw = (facts: Parameters<typeof given>, of: ReturnType<typeof list>, most = 10) =>
    given(...both, ...facts).when(drawRecommendations, of, { me: 1, rules: { recommendationsPerDay: most } });
  const drawn = RecommendationsDrawn(event(2));
  draw([], list(shown(2))).then(drawn);
  draw([], list([])).then();
  draw([drawn], list([])).then();
  draw([drawn], list(shown(2))).then();
  draw([drawn], list(shown(2, 3))).then(RecommendationsAdded(event(3)));
  draw([drawn], list(shown(4, 2, 3, 5)), 3).then(RecommendationsAdded(event(4, 3)));
  draw([drawn, RecommendationsAdded(event(4, 3))], list(shown(5)), 3).then();
  // a day's number that was lowered takes nobody away
  draw([drawn, RecommendationsAdded(event(4, 3))], list(shown(5)), 1).then();
  draw([drawn], { ...list(shown(2)), day: "2026-03-02" })
    .then(RecommendationsDrawn({ ...event(2), day: "2026-03-02" }));
  // drawn by a birth date that is no longer so
  draw([], { ...list(shown(2)), chart: "甲子甲子甲子" }).then();
  given(...person(1)).when(drawRecommendations, list(shown(2)), { me: 1 }).refuses("profile.required");
});

Deno.test("a request freezes the score, and is one between two people", () => {
  const request = IntroductionRequested({
    ...ids,
    score: points,
    rules: "saju_v1",
    requestedAt: at(0),
    lapsesAt: at(twoWeeks),
  });
  const first = given(...both).when(requestIntroduction, { receiver_id: 2 }, { me: 1 });
  first.then(request);
  first.answers({ match_id: 1000, status: "requested" });
  for (const fact of [asked(points), declined, accepted(8)]) {
    const facts = fact.type === "IntroductionRequested" ? [fact] : [asked(points), fact];
    given(...both, ...facts).when(requestIntroduction, { receiver_id: 2 }, { me: 1 }).refuses("introduction.exists");
  }
  given(...both, asked(points), declined).when(requestIntroduction, { receiver_id: 1 }, { me: 2 })
    .refuses("introduction.exists");
});

Deno.test("asking whoever asked is the yes", () => {
  const yes = given(...both, asked(points)).when(requestIntroduction, { receiver_id: 1 }, { me: 2 });
  yes.then(
    IntroductionAccepted({ introductionId: 3, requesterId: 1, receiverId: 2, chatId: 1000, acceptedAt: at(0) }),
    ChatOpened({ chatId: 1000, userIds: [1, 2], origin: { kind: "introduction", id: 3 }, openedAt: at(0) }),
  );
  yes.answers({ match_id: 3, status: "matched", chat_id: 1000 });
});

Deno.test("nobody asks those whom they may not meet, and is not told why", () => {
  const erased = AccountErased({ userId: 2, usernameHash: null, emailHash: hashOf("email-2") });
  for (const fact of [block(1, 2), block(2, 1), suspended(2), erased]) {
    given(...both, fact).when(requestIntroduction, { receiver_id: 2 }, { me: 1 }).refuses("account.unknown");
  }
  given(...dater(1), ...person(2)).when(requestIntroduction, { receiver_id: 2 }, { me: 1 }).refuses("account.unknown");
  given(...both).when(requestIntroduction, { receiver_id: 1 }, { me: 1 }).refuses("account.unknown");
  given(...person(1), ...dater(2)).when(requestIntroduction, { receiver_id: 2 }, { me: 1 }).refuses("profile.required");
});

Deno.test("the receiver accepts, once", () => {
  const yes = given(...both, asked(points)).when(acceptIntroduction, { match_id: 3 }, { me: 2 });
  yes.then(
    IntroductionAccepted({ introductionId: 3, requesterId: 1, receiverId: 2, chatId: 1000, acceptedAt: at(0) }),
    ChatOpened({ chatId: 1000, userIds: [1, 2], origin: { kind: "introduction", id: 3 }, openedAt: at(0) }),
  );
  yes.answers({ match_id: 3, status: "matched", chat_id: 1000 });
  const again = given(...both, asked(points), accepted(8)).when(acceptIntroduction, { match_id: 3 }, { me: 2 });
  again.then();
  again.answers({ match_id: 3, status: "matched", chat_id: 8 });
  const facts = [...both, ...dater(4), asked(points)];
  given(...facts).when(acceptIntroduction, { match_id: 3 }, { me: 1 }).refuses("introduction.not_receiver");
  given(...facts).when(acceptIntroduction, { match_id: 3 }, { me: 4 }).refuses("introduction.unknown");
  given(...facts).when(acceptIntroduction, { match_id: 7 }, { me: 2 }).refuses("introduction.unknown");
  given(...facts, declined).when(acceptIntroduction, { match_id: 3 }, { me: 2 })
    .refuses("introduction.decided_otherwise");
});

Deno.test("a request is closed once something keeps the two apart, and may still be declined", () => {
  const erased = AccountErased({ userId: 1, usernameHash: null, emailHash: hashOf("email-1") });
  for (const fact of [block(1, 2), block(2, 1), suspended(1), erased]) {
    const facts = [...both, asked(points), fact];
    given(...facts).when(acceptIntroduction, { match_id: 3 }, { me: 2 }).refuses("introduction.closed");
    given(...facts).when(declineIntroduction, { match_id: 3 }, { me: 2 })
      .then(IntroductionDeclined({ introductionId: 3, requesterId: 1, receiverId: 2, declinedAt: at(0) }));
  }
});

Deno.test("the receiver declines, once", () => {
  const facts = [...both, ...dater(4), asked(points)];
  given(...facts, declined).when(declineIntroduction, { match_id: 3 }, { me: 2 }).then();
  given(...facts, accepted(8)).when(declineIntroduction, { match_id: 3 }, { me: 2 })
    .refuses("introduction.decided_otherwise");
  given(...facts).when(declineIntroduction, { match_id: 3 }, { me: 1 }).refuses("introduction.not_receiver");
  given(...facts).when(declineIntroduction, { match_id: 3 }, { me: 4 }).refuses("introduction.unknown");
});
