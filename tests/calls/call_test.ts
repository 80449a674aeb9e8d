import { CallEnded, CallRated } from "../../events/calls.ts";
import { endCall } from "../../src/calls/end_call.ts";
import { rateCall } from "../../src/calls/rate_call.ts";
import { startCall } from "../../src/calls/start_call.ts";
import { SYSTEM } from "../../src/deciding/command.ts";
import { success } from "../../src/answers/successes.ts";
import { accepted, dropped, ended, made, offered, started } from "../support/facts.ts";
import { at, given } from "../support/given.ts";

const matched = [offered(), accepted(1), made(2)];
const week = 7 * 24 * 3600;

Deno.test("either of the two starts the call", () => {
  const start = given(...matched).when(startCall, { match_id: 7 }, { me: 2, atSec: 59 });
  start.then({ ...started(2, 59), data: { ...started(2, 59).data, callId: 1000 }, tags: expectTags(1000) });
  start.answers({ call_session_id: "1000" });
});

function expectTags(callId: number) {
  return [`call:${callId}`, "match:7", "user:1", "user:2"];
}

Deno.test("the second to start gets the same call", () => {
  const start = given(...matched, started(1)).when(startCall, { match_id: 7 }, { me: 2 });
  start.then();
  start.answers({ call_session_id: "9" });
});

Deno.test("a call starts only from a match of both, in time, and once", () => {
  given(offered()).when(startCall, { match_id: 7 }, { me: 1 }).refuses("match.not_made");
  given(offered(), dropped("expired", null, [])).when(startCall, { match_id: 7 }, { me: 1 }).refuses("match.not_made");
  given(...matched).when(startCall, { match_id: 7 }, { me: 1, atSec: 60 }).refuses("match.lapsed");
  given(...matched).when(startCall, { match_id: 7 }, { me: 3 }).refuses("match.unknown");
  given(...matched, started(), ended(5)).when(startCall, { match_id: 7 }, { me: 1 }).refuses("call.ended");
});

Deno.test("ending a call counts whole seconds by the server's clock, and twice is harmless", () => {
  const hangUp = (durationSec: number, endedAt: string) =>
    CallEnded({ callId: 9, matchId: 7, userIds: [1, 2], reason: "hung_up", endedAt, durationSec });
  given(...matched, started()).when(endCall, { call_id: 9 }, { me: 2, atSec: 61.9 }).then(hangUp(61, at(61.9)));
  const again = given(...matched, started(), ended(5)).when(endCall, { call_id: 9 }, { me: 1, atSec: 70 });
  again.then();
  again.answers({ message: success("call.ended") });
});

const tooLong = (attended: boolean) => ({ call_id: 9, because: "too_long" as const, attended });

Deno.test("only the two can end a call, and the deadline after 2 hours, or 12 where somebody had a socket", () => {
  given(...matched, started()).when(endCall, { call_id: 9 }, { me: 3 }).refuses("call.unknown");
  for (const [attended, sec] of [[false, 2 * 3600], [true, 12 * 3600]] as const) {
    given(...matched, started()).when(endCall, tooLong(attended), { me: SYSTEM, atSec: sec - 1 }).then();
    given(...matched, started()).when(endCall, tooLong(attended), { me: SYSTEM, atSec: sec }).then(
      CallEnded({ callId: 9, matchId: 7, userIds: [1, 2], reason: "too_long", endedAt: at(sec), durationSec: sec }),
    );
  }
});

const rated = (raterId: number, sec: number) =>
  CallRated({
    ratingId: 1000,
    callId: 9,
    raterId,
    rateeId: 3 - raterId,
    rating: 5,
    comment: "좋았어요",
    ratedAt: at(sec),
  });
const stars = { call_id: 9, rating: 5, comment: "좋았어요" };

Deno.test("each of the two rates the other, once", () => {
  const over = [...matched, started(), ended(5)];
  given(...over).when(rateCall, stars, { me: 1, atSec: 6 }).then(rated(1, 6));
  given(...over, rated(1, 6)).when(rateCall, stars, { me: 2, atSec: 7 }).then(rated(2, 7));
  given(...over, rated(1, 6)).when(rateCall, stars, { me: 1, atSec: 7 }).refuses("rating.already_given");
});

Deno.test("a rating needs an ended call of one's own, within 7 days", () => {
  given(...matched, started()).when(rateCall, stars, { me: 1 }).refuses("call.not_ended");
  given(...matched, started(), ended(5)).when(rateCall, stars, { me: 3 }).refuses("call.unknown");
  given(...matched, started(), ended(5)).when(rateCall, stars, { me: 1, atSec: week + 6 }).refuses("rating.too_late");
  given(...matched, started(), ended(5)).when(rateCall, stars, { me: 1, atSec: week + 5 }).then(rated(1, week + 5));
});
