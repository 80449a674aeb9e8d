import { callEvents } from "../../events/calls.ts";
import { availability } from "../../projections/calls/availability.ts";
import { matchSettings } from "../../projections/calls/match_settings.ts";
import { offeredPairs } from "../../projections/calls/offered_pairs.ts";
import { callMatches } from "../../projections/calls/call_matches.ts";
import { callSessions } from "../../projections/calls/call_sessions.ts";
import { callRatings } from "../../projections/calls/call_ratings.ts";
import { app } from "../app.ts";
import { callPage } from "../pages/call/call.ts";
import { callConfiguration } from "./configuration.ts";
import { access, owned } from "./access.ts";
import { exports } from "./exports.ts";
import { forgets, retention } from "./retention.ts";
import { begins } from "./begins.ts";
import { invariants } from "./invariants/invariants.ts";
import { matchPriced } from "./priced.ts";
import { meetings } from "./meetings.ts";
import { shares } from "./shares.ts";
import { simulates } from "./simulated/simulates.ts";
import { unsettled } from "./unsettled.ts";
import { hasCallProfile } from "./call_profile.ts";
import { callEndpoints } from "./call_routes.ts";
import { leaving } from "./leave_calls.ts";
import { matchEndpoints } from "./match_routes.ts";
import { runDeadlines } from "./matcher/deadlines.ts";
import { runMatcher } from "./matcher/matcher.ts";
import { onSync } from "./on_sync.ts";
import { followOpenCalls, type OpenCalls } from "./open_calls.ts";
import { push } from "./push.ts";
import { callsPushed } from "./pushed_frames.ts";
import { watchSockets } from "./sockets.ts";
import { callsUnderstood } from "./understood_frames.ts";
import { tortured } from "./tortured.ts";
import "./examples.ts";
import "./refusals.ts";
import "./successes.ts";

const ids = { match: "matchId", call: "callId", rating: "ratingId" };

/** Random 1:1 voice calls (seed 001). */
export const calls = app({
  name: "calls",
  events: callEvents,
  projections: [availability, matchSettings, callMatches, offeredPairs, callSessions, callRatings],
  ids,
  tables: "src/calls/schema",
  sections: { calls: "Random calls: conditions, the queue, offers, calls and ratings." },
  access,
  configuration: callConfiguration,
  shares,
  invariants,
  unsettled,
  simulates,
  tortured,
  begins,
  priced: [matchPriced],
  exports,
  forgets,
  retention,
  leaving,
  owned,
  meetings,
  hasProfile: hasCallProfile,
  async opens({ metrics, ...system }) {
    let waiting = 0;
    metrics.gauge("matcher_waiting_people", "People in the pool of this process, if it leads.", () => waiting);
    return { showWaiting: (people) => waiting = people, openCalls: await followOpenCalls(system) };
  },
  page: callPage,
  leaders: { matcher: { role: "matcher", run: runMatcher }, deadlines: { role: "deadlines", run: runDeadlines } },
  push,
  frames: { understood: callsUnderstood, pushed: callsPushed },
  onSync,
  sockets: watchSockets,
  endpoints: (system) => [...matchEndpoints(system), ...callEndpoints(system)],
});

declare module "../system.ts" {
  interface System {
    /** Told how many people are in the matcher's pool. */
    showWaiting(people: number): void;
    /** The calls that are open. */
    openCalls: OpenCalls;
  }
}

type CallIds = typeof ids;

declare module "../ids/ids.ts" {
  interface IdKinds extends CallIds {}
}
