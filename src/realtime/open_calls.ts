import type { Event } from "../../events/vocabulary.ts";
import { callSessions, runningCalls } from "../../projections/calls/call_sessions.ts";
import type { Registry } from "../read_models/registry.ts";
import type { Tail } from "../log/tail.ts";

/** The calls that are open, as this process has heard of them. */
export type OpenCalls = {
  /** The two of an open call. */
  people(callId: number): readonly [number, number] | undefined;
  /** The open call of a person. */
  of(userId: number): number | undefined;
};

/** How long to wait for a read model that lags. */
const shownWithinMs = 60_000;

/** Follows the log, so that what is said in a call needs no look at the database. */
export async function followOpenCalls(tail: Tail, registry: Registry): Promise<OpenCalls> {
  const calls = new Map<number, readonly [number, number]>();
  const byPerson = new Map<number, number>();

  function opened(callId: number, people: readonly [number, number]): void {
    calls.set(callId, people);
    for (const userId of people) byPerson.set(userId, callId);
  }

  function note(event: Event): void {
    if (event.type === "CallStarted") opened(event.data.callId, event.data.userIds);
    if (event.type !== "CallEnded") return;
    calls.delete(event.data.callId);
    for (const userId of event.data.userIds) {
      if (byPerson.get(userId) === event.data.callId) byPerson.delete(userId);
    }
  }

  // what comes while the table is read may or may not be in it: it is noted again after it, in its order
  const meanwhile: Event[] = [];
  let isReading = true;
  tail.on((event) => isReading ? void meanwhile.push(event) : note(event));
  // what came before anybody listened must be in the table
  await registry.seen([callSessions], tail.position(), shownWithinMs);
  for (const call of (await runningCalls(registry)).calls) opened(call.id, [call.user1_id, call.user2_id]);
  isReading = false;
  meanwhile.forEach(note);
  return { people: (callId) => calls.get(callId), of: (userId) => byPerson.get(userId) };
}
