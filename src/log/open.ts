import type { Sql } from "postgres";
import type { Event } from "../../events/vocabulary.ts";
import { isConnectionError } from "../database/connect.ts";
import { makeBatcher } from "./batcher.ts";
import { makeBell } from "./bell.ts";
import { decode, encode } from "./codec.ts";
import { follow, type Page } from "./follow.ts";
import { type Append, type Appended, type Guard, type Log, type Query, Unavailable } from "./log.ts";
import type { PersonalKeys } from "./personal.ts";
import { readPage, readQuery } from "./read.ts";
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
};

const pageSize = 1_000;
const agesKeptMs = 60_000;

/** Opens the log in a database whose schema is up to date. */
export async function openLog(options: OpenLogOptions): Promise<OpenLog> {
  const { sql, personal, onError = () => {}, ensurePartitionsEveryMs = 10_000 } = options;
  const [{ id }] = await sql<{ id: string }[]>`SELECT id FROM log`;
  await sql`SELECT ensure_partitions()`;
  const closing = new AbortController();
  const appends = new Set<Promise<Appended>>();
  const subscriptions = new Set<Promise<void>>();
  let isClosed = false;
  const bell = makeBell();
  const ages = new Map<number, { position: number; askedAt: number }>();
  const batcher = makeBatcher(sql, bell.ring);
  const listening = await sql.listen("log", (position) => bell.ring(Number(position)), bell.wake);
  const ensuring = setInterval(() => sql`SELECT ensure_partitions()`.catch(onError), ensurePartitionsEveryMs);

  async function readNext(after: number): Promise<Page> {
    const rows = await readPage(sql, after, pageSize);
    return { last: after + rows.length, events: await decode(rows, personal), more: rows.length === pageSize };
  }

  async function append({ events, guards, meta, extraTags, fence }: Append): Promise<Appended> {
    if (events.length === 0) throw new Error("A command without events has nothing to append.");
    guards.forEach(check);
    const encoded = await reachable(() => encode(events, personal));
    const tagged = encoded.map((event) => ({ ...event, tags: unique(event.tags, extraTags) }));
    return await batcher.add({ events: tagged, rows: tagged.map((event) => asRow(event, meta)), guards, fence });
  }

  /** As many as asked for while there are more: what `decode` leaves out is made up for. */
  async function readAll(after: number, limit: number, query: Query | undefined): Promise<Event[]> {
    let events: Event[] = [];
    while (events.length < limit) {
      const wanted = limit - events.length;
      const rows = await (query ? readQuery(sql, query, after, wanted) : readPage(sql, after, wanted));
      const known = await decode(rows, personal);
      events = events.length === 0 ? known : events.concat(known);
      if (rows.length < wanted) break;
      after = rows[rows.length - 1].position;
    }
    return events;
  }

  return {
    id,
    read: ({ after, limit, query }) => reachable(() => readAll(after, limit, query)),
    append(command) {
      if (isClosed) return Promise.reject(new Unavailable("The log is closed."));
      const answer = append(command);
      const settle = () => void appends.delete(answer);
      appends.add(answer);
      answer.then(settle, settle);
      return answer;
    },
    async olderThan(sec) {
      const known = ages.get(sec);
      if (known && performance.now() - known.askedAt < agesKeptMs) return known.position;
      const askedAt = performance.now();
      const [{ position }] = await reachable(async () =>
        await sql<{ position: number }[]>`SELECT position_before(make_interval(secs => ${sec})) AS position`
      );
      ages.set(sec, { position, askedAt });
      return position;
    },
    head: () =>
      reachable(async () => {
        const [row] = await sql<{ head: number }[]>`
          SELECT last_position AS head FROM log_batches ORDER BY last_position DESC LIMIT 1`;
        return row?.head ?? 0;
      }),
    async subscribe(after, handle, signal) {
      const ended = AbortSignal.any([signal, closing.signal]);
      const following = follow({ readNext, bell }, after, handle, ended);
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

/** A guard that the database could not hold must not pass for one. */
function check({ any, after }: Guard): void {
  if (!Number.isSafeInteger(after) || after < 0) throw new Error(`A guard's position must be from 0 on, not ${after}.`);
  for (const { tags } of any) if (tags.length === 0) throw new Error("An item of a guard must name at least one tag.");
}

function unique(tags: string[], extra: readonly string[] = []): string[] {
  return new Set(tags).size === tags.length && extra.length === 0 ? tags : [...new Set([...tags, ...extra])];
}
