import { batch, type Signal, signal } from "@preact/signals";
import type { Live } from "../client/live.ts";
import { isRefusedAs, problemOf } from "../client/problem.ts";
import type { Session } from "../client/session.ts";
import type { Frame } from "../client/socket/frames.ts";
import type { Conditions } from "../../calls/conditions.ts";
import { openBlocks } from "../parts/blocks.tsx";
import { openPaged, type Paged } from "../parts/paged.tsx";
import type { LedgerEntry, PastCall, Snapshot } from "./contract.ts";
import { type Flow, fromSync, isInCall, next, nothing } from "./flow.ts";
import { anyone } from "./price.ts";
import { openTalk } from "./talk.ts";

/*
 * What the page of calls knows. What is shown follows from `flow`, which only the server's answers and frames change.
 */

const kept = "inyeon.flow";

/** What the page needs of the rest. */
export type Needs = { session: Session; live: Live };

export type Calls = {
  flow: Signal<Flow>;
  /** The conditions as they are chosen; saved when one looks for someone. */
  conditions: Signal<Conditions>;
  /** The fields of the profile without which nobody can be called, by a refusal. */
  missing: Signal<string[] | undefined>;
  /** Since when one waits, by this device's clock. */
  waitingSince: Signal<number | undefined>;
  /** Whether Back was pressed where it must not lead away, which is then said. */
  isHeld: Signal<boolean>;
  history: Paged<PastCall>;
  blocks: ReturnType<typeof openBlocks>;
  ledger: Paged<LedgerEntry>;
  /** Changes what is shown. */
  set(changed: Flow): void;
  talk: ReturnType<typeof openTalk>;
  needs: Needs;
};

/**
 * Begins with what a reload kept.
 *
 * @param moved told when the phase is another
 */
export function openCalls(needs: Needs, moved: (flow: Flow) => void): Calls {
  const { session, live } = needs;
  const flow = signal(remembered());

  function set(changed: Flow): void {
    const { phase } = flow.peek();
    flow.value = changed;
    sessionStorage.setItem(kept, JSON.stringify(changed));
    live.urgent(isInCall(changed));
    calls.talk.follow(changed);
    if (changed.phase === phase) return;
    calls.isHeld.value = false;
    calls.waitingSince.value = changed.phase === "waiting" ? Date.now() : undefined;
    moved(changed);
  }

  const talk = openTalk({
    line: {
      start: (match_id) => live.ask("call.start", { match_id }),
      signal: (call_session_id, signal) => live.tell("call.signal", { call_session_id, signal }),
    },
    claim: (isHere) => calls.set({ ...flow.peek(), accepted: isHere }),
  });
  const calls: Calls = {
    flow,
    conditions: signal(anyone),
    missing: signal<string[] | undefined>(undefined),
    waitingSince: signal<number | undefined>(flow.peek().phase === "waiting" ? Date.now() : undefined),
    isHeld: signal(false),
    history: openPaged((query) => session.ask("GET /api/history/recent/", { query }), ({ call_id }) => call_id),
    blocks: openBlocks(session),
    ledger: openPaged((query) => session.ask("GET /api/gem/transactions/", { query }), ({ id }) => id),
    set: (changed) => batch(() => set(changed)),
    talk,
    needs,
  };
  return calls;
}

/** What the server does not tell again, as whom one talks to and that it is this screen that does. */
function remembered(): Flow {
  const text = sessionStorage.getItem(kept);
  return text === null ? nothing : JSON.parse(text);
}

/** What a frame changes. */
export function take(calls: Calls, frame: Frame): void {
  if (frame.type === "call.signal") return calls.talk.signal(frame.data);
  calls.set(next(calls.flow.peek(), frame));
}

/** Shows how everything is; the first thing to know, and again where too much was missed. */
export async function look(calls: Calls, sync: Snapshot): Promise<void> {
  const { session } = calls.needs;
  const looked = fromSync(calls.flow.peek(), sync);
  if (looked.callId === undefined || looked.partner !== undefined) return calls.set(looked);
  const past = await session.ask("GET /api/history/recent/", { query: { limit: 5 } });
  const username = past.find(({ call_id }) => String(call_id) === looked.callId)?.username;
  calls.set(username === undefined ? looked : { ...looked, partner: { username } });
}

/** Shows the conditions that were saved. */
export async function loadConditions({ conditions, needs: { session } }: Calls): Promise<void> {
  const before = conditions.peek();
  const saved = await session.ask("GET /api/match/settings/");
  // what somebody has chosen meanwhile is newer
  if (conditions.peek() !== before) return;
  const [ageMin, ageMax] = saved.age_range;
  conditions.value = { gender: saved.preferred_gender, ageMin, ageMax, radiusKm: saved.radius_km };
}

/** Nobody is logged in any more. */
export function forget(calls: Calls): void {
  calls.missing.value = undefined;
  calls.conditions.value = anyone;
  calls.set(nothing);
  sessionStorage.removeItem(kept);
}

/** Enters the queue; where the profile lacks something, says what. */
export async function enter(calls: Calls): Promise<void> {
  try {
    // an offer that is already open also comes as a frame
    const found = await calls.needs.live.ask("match.request", {});
    const { phase, balance } = calls.flow.peek();
    calls.missing.value = undefined;
    if ("status" in found && phase !== "offer") calls.set({ phase: "waiting", balance });
  } catch (error) {
    if (!isRefusedAs(error, "profile.required")) throw error;
    const link = problemOf(error)?.link as { missing: string[] };
    calls.missing.value = link.missing;
  }
}

/** Leaves the queue, declines an open offer or gives up a match whose call has not begun. */
export async function leave({ needs: { live } }: Calls): Promise<void> {
  await live.ask("match.cancel", {});
}

/** Hangs up. */
export async function hangUp(calls: Calls): Promise<void> {
  const { callId } = calls.flow.peek();
  // before the call begins that gives up the match
  if (callId === undefined) return await leave(calls);
  await calls.needs.live.ask("call.end", { call_session_id: callId });
}

/** Answers the offer that is shown. */
export async function decide(calls: Calls, decision: "accept" | "reject"): Promise<void> {
  const { flow, set, needs: { live } } = calls;
  const { matchId } = flow.peek();
  if (matchId === undefined) return;
  const isOfThis = () => flow.peek().phase === "offer" && flow.peek().matchId === matchId;
  // with it, this screen is where the call will be
  set({ ...flow.peek(), accepted: decision === "accept" });
  try {
    const { status } = await live.ask("match.decide", { match_id: matchId, decision });
    // the frame says more, and may have come before
    if (status === "matched" && isOfThis()) set({ ...flow.peek(), phase: "starting" });
  } catch (error) {
    if (!isOfThis()) return;
    // it may or may not have been heard; saying the same again does no harm
    if (isRefusedAs(error, "offline")) return await decide(calls, decision);
    set({ ...flow.peek(), accepted: false });
    throw error;
  }
}
