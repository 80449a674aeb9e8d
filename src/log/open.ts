import type { Sql } from "postgres";
import type { Event } from "../../events/vocabulary.ts";
import { isConnectionError } from "../database/connect.ts";
import { makeBatcher } from "./batcher.ts";
import { decode, encode } from "./codec.ts";
import { type Log, Unavailable } from "./log.ts";
import type { PersonalKeys } from "./personal.ts";
import { readPage, readQuery } from "./read.ts";

/** A log that can be closed. */
export type OpenLog = Log & {
  /** Waits for the appends under way; ends every subscription. */
  close(): Promise<void>;
};

const pageSize = 1_000;
/** A notification can be lost with its connection; the log cannot. */
const pollMs = 1_000;

/** Opens the log in a database whose schema is up to date. */
export async function openLog({ sql, personal }: { sql: Sql; personal: PersonalKeys }): Promise<OpenLog> {
  const [{ id }] = await sql<{ id: string }[]>`SELECT id FROM log`;
  await sql`SELECT ensure_partitions()`;
  const closing = new AbortController();
  const sleepers = new Set<() => void>();
  const subscriptions = new Set<Promise<void>>();
  const wake = () => sleepers.forEach((resolve) => resolve());
  const batcher = makeBatcher(sql, wake);
  const listening = await sql.listen("log", wake, wake);

  async function read({ after, limit, query }: Parameters<Log["read"]>[0]): Promise<Event[]> {
    try {
      const rows = query ? await readQuery(sql, query, after, limit) : await readPage(sql, after, limit);
      return await decode(rows, personal);
    } catch (error) {
      throw isConnectionError(error) ? new Unavailable("The log cannot be reached.", { cause: error }) : error;
    }
  }

  /** Waits until something may have been appended, or a second has passed. */
  function sleep(signal: AbortSignal): { slept: Promise<void> } {
    let wakeUp = () => {};
    const slept = new Promise<void>((resolve) => {
      const timer = setTimeout(() => wakeUp(), pollMs);
      wakeUp = () => {
        clearTimeout(timer);
        sleepers.delete(wakeUp);
        signal.removeEventListener("abort", wakeUp);
        resolve();
      };
    });
    sleepers.add(wakeUp);
    signal.addEventListener("abort", wakeUp);
    if (signal.aborted) wakeUp();
    return { slept };
  }

  async function follow(after: number, handle: (events: Event[]) => void | Promise<void>, signal: AbortSignal) {
    let position = after;
    while (!signal.aborted) {
      // asleep before the look, so that what is appended after it wakes
      const { slept } = sleep(signal);
      let rows;
      try {
        rows = await readPage(sql, position, pageSize);
      } catch (error) {
        if (!isConnectionError(error)) throw error;
        await slept;
        continue;
      }
      if (rows.length === 0) {
        await slept;
        continue;
      }
      const events = await decode(rows, personal);
      if (signal.aborted) return;
      if (events.length > 0) await handle(events);
      position = rows[rows.length - 1].position;
    }
  }

  return {
    id,
    read,
    async append({ events, guards, meta, extraTags = [], fence }) {
      if (events.length === 0) throw new Error("A command without events has nothing to append.");
      const encoded = await Promise.all(events.map((event) => encode(event, personal)));
      const tagged = encoded.map((event) => ({ ...event, tags: [...event.tags, ...extraTags] }));
      return await batcher.add({
        events: tagged,
        rows: tagged.map((event) => asRow({ ...event, meta })),
        guards,
        fence,
      });
    },
    async head() {
      const [row] = await sql<{ head: number }[]>`
        SELECT last_position AS head FROM log_batches ORDER BY last_position DESC LIMIT 1`;
      return row?.head ?? 0;
    },
    async subscribe(after, handle, signal) {
      const ended = AbortSignal.any([signal, closing.signal]);
      const following = follow(after, handle, ended);
      const settled = following.catch(() => {});
      subscriptions.add(settled);
      try {
        await following;
      } finally {
        subscriptions.delete(settled);
      }
    },
    async close() {
      await batcher.flush();
      closing.abort();
      await Promise.all(subscriptions);
      await listening.unlisten();
    },
  };
}

/** A row for `append`, without its opening brace and the command's number. */
function asRow(row: Record<string, unknown>): string {
  const text = JSON.stringify(row);
  if (/\\u0000|\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f])|(?<!\\ud[89ab][0-9a-f]{2})\\ud[c-f]/.test(text)) {
    throw new Error("An event holds text that cannot be stored: U+0000 or half of a surrogate pair.");
  }
  return text.slice(1);
}
