import type { Event } from "../../events/vocabulary.ts";
import { callSessions, runningCalls } from "../../projections/calls/call_sessions.ts";
import { followIntoMemory } from "../log/follow_into_memory.ts";
import type { System } from "../system.ts";

/** The calls that are open, as this process has heard of them. */
export type OpenCalls = {
  /** The two of an open call. */
  people(callId: number): readonly [number, number] | undefined;
  /** The open call of a person. */
  of(userId: number): number | undefined;
};

/** Follows the log, so that what is said in a call needs no look at the database. */
export async function followOpenCalls({ tail, registry }: Pick<System, "tail" | "registry">): Promise<OpenCalls> {
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

  async function read(): Promise<void> {
    for (const call of (await runningCalls(registry)).calls) opened(call.id, [call.user1_id, call.user2_id]);
  }

  await followIntoMemory({ tail, registry }, { from: callSessions, read, note });
  return { people: (callId) => calls.get(callId), of: (userId) => byPerson.get(userId) };
}
