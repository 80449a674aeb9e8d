import type { Sql } from "postgres";
import { isConnectionError } from "../database/connect.ts";
import { makeBatcher } from "./batcher.ts";
import { makeBell } from "./bell.ts";
import { encode } from "./codec.ts";
import { follow } from "./follow.ts";
import { type Append, type Appended, type Guard, type Log, Unavailable } from "./log.ts";
import type { PersonalKeys } from "./personal.ts";
import { readHead, readKnown, readNext, rememberAges } from "./read_known.ts";
import { asRow } from "./row.ts";

/** A log that can be closed. */
export type OpenLog = Log & {
  /** Waits for the appends under way; ends every subscription. What comes later is `Unavailable`. */
  close(): Promise<void>;
};

/** What a log is opened with. */
export type OpenLogOptions = {
  sql: Sql;
  personal: PersonalKeys;
  /** Called when a partition for coming events could not be made; it is tried again. */
  onError?: (error: unknown) => void;
  /** How often it is looked whether room is left. It is made 1,000,000 positions ahead, which take longer at the highest load. */
  ensurePartitionsEveryMs?: number;
  /** After how long a subscriber looks whom no notification has woken. */
  pollMs?: number;
};

/** Opens the log in a database whose schema is up to date. */
export async function openLog(options: OpenLogOptions): Promise<OpenLog> {
  const { sql, personal, onError = () => {}, ensurePartitionsEveryMs = 10_000, pollMs = 1_000 } = options;
  const [{ id }] = await sql<{ id: string }[]>`SELECT id FROM log`;
  await sql`SELECT ensure_partitions()`;
  const closing = new AbortController();
  const appends = new Set<Promise<Appended>>();
  const subscriptions = new Set<Promise<void>>();
  let isClosed = false;
  const bell = makeBell(pollMs);
  const ages = rememberAges(sql);
  const batcher = makeBatcher(sql, bell.ring);
  const listening = await sql.listen("log", (position) => bell.ring(Number(position)), bell.wake);
  const ensuring = setInterval(() => sql`SELECT ensure_partitions()`.catch(onError), ensurePartitionsEveryMs);

  async function append(command: Append): Promise<Appended> {
    return await batcher.add(await written(command, personal));
  }

  return {
    id,
    read: ({ after, limit, query }) => reachable(() => readKnown({ sql, personal }, { after, limit, query })),
    append(command) {
      if (isClosed) return Promise.reject(new Unavailable("The log is closed."));
      const answer = append(command);
      const settle = () => void appends.delete(answer);
      appends.add(answer);
      answer.then(settle, settle);
      return answer;
    },
    olderThan: (sec) => reachable(() => ages(sec)),
    head: () => reachable(() => readHead(sql)),
    async subscribe(after, handle, signal) {
      const ended = AbortSignal.any([signal, closing.signal]);
      const following = follow(
        { readNext: (position) => readNext({ sql, personal }, position), bell },
        after,
        handle,
        ended,
      );
      const settled = following.catch(() => {});
      subscriptions.add(settled);
      try {
        await following;
      } finally {
        subscriptions.delete(settled);
      }
    },
    async close() {
      clearInterval(ensuring);
      isClosed = true;
      await Promise.allSettled(appends);
      closing.abort();
      await Promise.all(subscriptions);
      // nobody listens any more where the database is away
      await listening.unlisten().catch(() => {});
    },
  };
}

/** Does something with the database, and says `Unavailable` where it is away. */
async function reachable<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw isConnectionError(error) ? new Unavailable("The log cannot be reached.", { cause: error }) : error;
  }
}

/** A command as the batcher takes it: its events sealed, with all their tags, and as rows. */
async function written({ events, guards, meta, extraTags, fence }: Append, personal: PersonalKeys) {
  if (events.length === 0) throw new Error("A command without events has nothing to append.");
  guards.forEach(check);
  const encoded = await reachable(() => encode(events, personal));
  const tagged = encoded.map((event) => ({ ...event, tags: unique(event.tags, extraTags) }));
  return { events: tagged, rows: tagged.map((event) => asRow(event, meta)), guards, fence };
}

/** A guard that the database could not hold must not pass for one. */
function check({ any, after }: Guard): void {
  if (!Number.isSafeInteger(after) || after < 0) throw new Error(`A guard's position must be from 0 on, not ${after}.`);
  for (const { tags } of any) if (tags.length === 0) throw new Error("An item of a guard must name at least one tag.");
}

function unique(tags: string[], extra: readonly string[] = []): string[] {
  return new Set(tags).size === tags.length && extra.length === 0 ? tags : [...new Set([...tags, ...extra])];
}
