import { sessions, sessionsEndedSince } from "../../projections/accounts/sessions.ts";
import type { System } from "../system.ts";
import { followIntoMemory } from "../log/follow_into_memory.ts";
import type { Tail } from "../log/tail.ts";
import { accessLifetimeSec } from "./tokens.ts";

/** Sessions that have ended while their access tokens may not have expired yet. */
export type EndedSessions = { has(sessionId: string): boolean };

/** Follows the log, so that an ended session is refused on every process at once. */
export async function followEndedSessions(
  tail: Tail,
  registry: System["registry"],
  now: () => Date,
): Promise<EndedSessions> {
  const endedAt = new Map<string, number>();
  const note = (sessionId: string) => {
    const time = now().getTime();
    endedAt.set(sessionId, time);
    for (const [id, ended] of endedAt) {
      if (time - ended <= 2_000 * accessLifetimeSec) break;
      endedAt.delete(id);
    }
  };
  const since = new Date(now().getTime() - 2_000 * accessLifetimeSec);
  await followIntoMemory({ tail, registry }, {
    from: sessions,
    async read() {
      for (const sessionId of await sessionsEndedSince(registry, since)) note(sessionId);
    },
    note(event) {
      if (event.type === "SessionEnded") note(event.data.sessionId);
    },
  });
  return { has: (sessionId) => endedAt.has(sessionId) };
}
