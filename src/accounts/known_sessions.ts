import { load } from "../deciding/boundary.ts";
import { Unavailable } from "../log/log.ts";
import type { System } from "../system.ts";
import { session } from "./state.ts";

/** How many sessions to remember; of more, the one known longest is looked up again. */
const remembered = 100_000;
/** How long looking one up may take: a database that stands still must not hold those who ask. */
const foundWithinMs = 5_000;

/** A session as this process knows it. */
export type KnownSession = {
  sessionId: string;
  userId: number;
  refreshHash: string;
  refreshedAt: Date;
  expiresAt: Date;
};

/** Open sessions by id. */
export type KnownSessions = {
  /** An open session, perhaps expired; undefined if it has ended or never was. Looked up once in a process. */
  find(sessionId: string): Promise<KnownSession | undefined>;
};

/** Remembers the sessions that were asked for, and follows the log for what becomes of them. */
export function followKnownSessions(
  { tail, log, registry, endedSessions }: Pick<System, "tail" | "log" | "registry" | "endedSessions">,
): KnownSessions {
  /** `undefined` for one that is over: none ever opens again. */
  const known = new Map<string, KnownSession | undefined>();
  const underWay = new Map<string, Promise<KnownSession | undefined>>();

  function remember(sessionId: string, found: KnownSession | undefined): void {
    for (const oldest of known.keys()) {
      if (known.size < remembered) break;
      known.delete(oldest);
    }
    known.set(sessionId, found);
  }

  tail.on((event) => {
    if (event.type === "SessionEnded" && known.has(event.data.sessionId)) known.set(event.data.sessionId, undefined);
    if (event.type !== "SessionRefreshed") return;
    const { sessionId, refreshHash, refreshedAt, expiresAt } = event.data;
    const before = known.get(sessionId);
    if (!before) return;
    known.set(sessionId, {
      ...before,
      refreshHash,
      refreshedAt: new Date(refreshedAt),
      expiresAt: new Date(expiresAt),
    });
  });

  async function lookUp(sessionId: string): Promise<KnownSession | undefined> {
    const { state: { row } } = await load(log, registry, { row: session(sessionId) });
    // it may have ended after it was read and before it is remembered
    const isOpen = row && row.ended_at === null && !endedSessions.has(sessionId);
    const found = isOpen
      ? {
        sessionId,
        userId: row.user_id,
        refreshHash: row.refresh_hash,
        refreshedAt: new Date(row.refreshed_at),
        expiresAt: new Date(row.expires_at),
      }
      : undefined;
    remember(sessionId, found);
    return found;
  }

  return {
    async find(sessionId) {
      if (known.has(sessionId)) return known.get(sessionId);
      const asked = underWay.get(sessionId) ?? lookUp(sessionId).finally(() => underWay.delete(sessionId));
      underWay.set(sessionId, asked);
      return await inTime(asked);
    },
  };
}

async function inTime<T>(found: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Unavailable("A session could not be looked up.")), foundWithinMs);
  try {
    return await Promise.race([found, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
