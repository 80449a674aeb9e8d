import { assertEquals } from "@std/assert";
import { costOf as serverCostOf, noConditions } from "../../src/calls/conditions.ts";
import type { Frame } from "../../src/realtime/protocol.ts";
import { type Flow, fromSync, next, nothing, type Snapshot } from "../../src/pages/call/flow.ts";
import { costOf } from "../../src/pages/call/price.ts";

const jun = { username: "jun", age: 27, gender: "male", profile_image: null, rating: null };
const offered: Frame = {
  type: "match.offered",
  data: { match_id: 7, matched_user: jun, show_time_sec: 10, expires_at: "2030-01-01T00:00:10.000Z" },
};
const matched: Frame = { type: "match.matched", data: { match_id: 7, start_by: "2030-01-01T00:01:00.000Z" } };
const started: Frame = {
  type: "call.started",
  data: { call_session_id: "9", match_id: 7, by_me: true, started_at: "2030-01-01T00:00:05.000Z" },
};
const ended: Frame = { type: "call.ended", data: { call_session_id: "9", reason: "hung_up", duration_sec: 61 } };
const quiet: Snapshot = { matching: false, match: null, call: null, gems: { balance: 3 } };

const after = (frames: Frame[], from: Flow = nothing): Flow => frames.reduce(next, from);

Deno.test("an offer becomes a call and the call stars, and the other's name stays", () => {
  assertEquals(after([offered]).phase, "offer");
  assertEquals(after([offered, matched]).phase, "starting");
  const call = after([offered, matched, started]);
  assertEquals([call.phase, call.callId, call.partner], ["call", "9", jun]);
  const over = after([offered, matched, started, ended]);
  assertEquals([over.phase, over.endReason, over.durationSec, over.partner], ["rating", "hung_up", 61, jun]);
});

Deno.test("a frame that comes twice, late, or of something else changes nothing", () => {
  const frames = [offered, matched, started];
  for (let n = 1; n <= frames.length; n++) {
    const once = after(frames.slice(0, n));
    assertEquals(after([frames[n - 1]], once), once);
  }
  const call = after(frames);
  const others: Frame[] = [
    matched,
    { type: "match.next", data: { match_id: 6, waiting: true } },
    { type: "match.cancelled", data: { match_id: 6, reason: "lapsed" } },
    { type: "match.cancelled", data: { reason: "absent" } },
    { type: "call.ended", data: { call_session_id: "8", reason: "hung_up", duration_sec: 1 } },
    { type: "presence", data: { call_session_id: "8", online: false } },
    JSON.parse('{ "type": "a.frame.of.next.year", "data": {} }'),
  ];
  for (const other of others) assertEquals(after([other], call), call);
});

Deno.test("an offer that comes to nothing leads back into the queue or out of it, and says why", () => {
  assertEquals(after([offered, { type: "match.next", data: { match_id: 7, waiting: true } }]), {
    phase: "waiting",
    balance: 0,
    notice: "offerOver",
  });
  const accepted = { ...after([offered]), accepted: true };
  assertEquals(next(accepted, { type: "match.next", data: { match_id: 7, waiting: false } }), {
    phase: "idle",
    balance: 0,
    notice: "notThisTime",
  });
  assertEquals(
    after([offered, matched, { type: "match.cancelled", data: { match_id: 7, reason: "lapsed" } }]).notice,
    "lapsed",
  );
  assertEquals(
    next({ phase: "waiting", balance: 0 }, { type: "match.cancelled", data: { reason: "gems" } }).notice,
    "tooDear",
  );
  assertEquals(
    next({ phase: "waiting", balance: 0 }, { type: "match.cancelled", data: { reason: "profile" } }).notice,
    "nameless",
  );
});

Deno.test("a snapshot says how everything is, and keeps what only this screen knows of the same call", () => {
  assertEquals(fromSync(nothing, quiet), { phase: "idle", balance: 3, notice: undefined });
  assertEquals(fromSync(nothing, { ...quiet, matching: true }).phase, "waiting");
  const match = { match_id: 7, status: "offered" as const, matched_user: jun, expires_at: "2030-01-01T00:00:10.000Z" };
  const offer = fromSync(nothing, { ...quiet, matching: true, match });
  assertEquals([offer.phase, offer.partner, offer.accepted], ["offer", jun, false]);
  assertEquals(fromSync(nothing, { ...quiet, match: { ...match, status: "matched" as const } }).phase, "starting");

  const mine = { ...after([offered, matched, started]), accepted: true, isPartnerHere: false };
  const call = { call_session_id: "9", match_id: 7, started_at: "2030-01-01T00:00:05.000Z" };
  const back = fromSync(mine, { ...quiet, call });
  assertEquals([back.phase, back.partner, back.accepted, back.isPartnerHere], ["call", jun, true, true]);
  assertEquals(fromSync(nothing, { ...quiet, call }).accepted, false);
  assertEquals(fromSync(mine, quiet).phase, "rating");
});

Deno.test("the price shown is the price taken", () => {
  const prices = { gender: 10, age: 5, radius: 7 };
  for (const gender of ["all", "male"] as const) {
    for (const ageMin of [19, 20]) {
      for (const ageMax of [98, 99]) {
        for (const radiusKm of [null, 50]) {
          const wanted = { ...noConditions, gender, ageMin, ageMax, radiusKm };
          assertEquals(costOf(wanted, prices), serverCostOf(wanted, prices));
        }
      }
    }
  }
});
