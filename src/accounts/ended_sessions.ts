import type { Reader } from "../../projections/projection.ts";
import { sessionsEndedSince } from "../../projections/sessions.ts";
import type { Tail } from "../tail.ts";
import { accessLifetimeSec } from "./tokens.ts";

/** Sessions that are over while access tokens of theirs may still be unexpired. */
export type EndedSessions = { has(sessionId: string): boolean };

/** Follows the log, so that an ended session is refused on every process at once. */
export async function followEndedSessions(tail: Tail, reader: Reader, now: () => Date): Promise<EndedSessions> {
  const endedAt = new Map<string, number>();
  const note = (sessionId: string) => {
    const time = now().getTime();
    endedAt.set(sessionId, time);
    for (const [id, ended] of endedAt) {
      if (time - ended <= 2_000 * accessLifetimeSec) break;
      endedAt.delete(id);
    }
  };
  tail.on((event) => {
    if (event.type === "SessionEnded") note(event.data.sessionId);
  });
  const since = new Date(now().getTime() - 2_000 * accessLifetimeSec);
  for (const sessionId of await sessionsEndedSince(reader, since)) note(sessionId);
  return { has: (sessionId) => endedAt.has(sessionId) };
}
