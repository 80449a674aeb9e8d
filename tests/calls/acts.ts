import { cancelMatch } from "../../src/calls/cancel_match.ts";
import { decideMatch } from "../../src/calls/decide_match.ts";
import { endCall } from "../../src/calls/end_call.ts";
import { expireMatch } from "../../src/calls/matcher/expire_match.ts";
import { lapseMatch } from "../../src/calls/matcher/lapse_match.ts";
import { offerMatch } from "../../src/calls/matcher/offer_match.ts";
import { rateCall } from "../../src/calls/rate_call.ts";
import { requestMatch } from "../../src/calls/request_match.ts";
import { saveSettings } from "../../src/calls/save_settings.ts";
import { startCall } from "../../src/calls/start_call.ts";
import { SYSTEM } from "../../src/deciding/command.ts";
import type { Acts, Playing, Scene } from "../support/world.ts";

/** Short, so that two people meet again in a history. */
export const rematchCooldownSec = 60;

export const acts: Acts = {
  rules: { rematchCooldownSec },

  play: (scene) => ({
    begins: () => talkOnce(scene, [scene.people - 1, scene.people]),
    acts: [...actsOfOne(scene), ...actsOfHouse(scene)],
    meetings: (me) =>
      scene.history.flatMap((event) => {
        if (event.type !== "MatchOffered" || !event.data.userIds.includes(me)) return [];
        const { userIds: [a, b], matchId } = event.data;
        return [{ other: a === me ? b : a, met: { kind: "match", id: matchId } }];
      }),
  }),
};

/** A call of two from beginning to end. */
function talkOnce({ act, last }: Scene, two: [number, number]): void {
  for (const me of two) act(requestMatch, {}, me);
  act(offerMatch, { userIds: two, cells: [null, null] }, SYSTEM);
  for (const me of two) act(decideMatch, { match_id: last.match, decision: "accept" }, me);
  act(startCall, { match_id: last.match }, two[0]);
  act(endCall, { call_id: last.call }, two[1]);
  act(rateCall, { call_id: last.call, rating: 5, comment: "좋음" }, two[0]);
}

function actsOfOne({ act, history, last, random, upTo }: Scene): Playing["acts"] {
  const request = (me: number) => act(requestMatch, {}, me);
  const decideOpen = (me: number) => {
    const open = history.findLast((event) => event.type === "MatchOffered" && event.data.userIds.includes(me));
    if (open?.type !== "MatchOffered") return;
    act(decideMatch, { match_id: open.data.matchId, decision: random() < 0.85 ? "accept" : "reject" }, me);
  };
  const start = (me: number) => {
    const made = history.findLast((event) => event.type === "MatchMade" && event.data.userIds.includes(me));
    if (made?.type === "MatchMade") act(startCall, { match_id: made.data.matchId }, me);
  };
  const rate = (me: number) =>
    act(rateCall, { call_id: upTo(last.call + 1), rating: upTo(5), comment: random() < 0.5 ? "좋음" : null }, me);
  return [
    ...[request, request, decideOpen, decideOpen, decideOpen, decideOpen, decideOpen, start, start, rate, rate],
    (me) => act(decideMatch, { match_id: upTo(last.match + 1), decision: "accept" }, me),
    (me) => random() < 0.2 && act(cancelMatch, {}, me),
    (me) => act(endCall, { call_id: upTo(last.call + 1) }, me),
    (me) =>
      act(saveSettings, {
        preferred_gender: random() < 0.7 ? "all" : random() < 0.5 ? "male" : "female",
        age_range: random() < 0.7 ? [19, 99] : [19, 30 + upTo(30)],
        radius_km: null,
      }, me),
  ];
}

/** What leaders do. */
function actsOfHouse({ act, last, people, random, upTo }: Scene): Playing["acts"] {
  return [
    (me) => {
      for (let other = 1; other <= people; other++) {
        if (me === other) continue;
        act(offerMatch, { userIds: [Math.min(me, other), Math.max(me, other)], cells: [null, null] }, SYSTEM);
      }
    },
    () => act(expireMatch, { matchId: upTo(last.match + 1) }, SYSTEM),
    () => act(lapseMatch, { matchId: upTo(last.match + 1) }, SYSTEM),
    () => act(endCall, { call_id: upTo(last.call + 1), because: "too_long", attended: random() < 0.5 }, SYSTEM),
  ];
}
