import type { Sql } from "postgres";
import { type Meta, type NewEvent, tag } from "../../events/event.ts";
import { MatchRequested } from "../../events/calls.ts";
import type { Event } from "../../events/vocabulary.ts";
import { connect } from "../../src/database/connect.ts";
import type { Append, Guard, Log } from "../../src/log/log.ts";
import { type OpenLog, openLog, type OpenLogOptions } from "../../src/log/open.ts";
import { personalKeys } from "../../src/log/personal.ts";
import { asColumns, asRow } from "../../src/log/row.ts";
import { testDatabase } from "../support/database.ts";

/** A database of a test's own with one or more logs open on it, as so many processes would have them. */
export type House = AsyncDisposable & {
  /** For looking behind the logs. */
  sql: Sql;
  url: string;
  log: OpenLog;
  logs: OpenLog[];
};

type OpenOptions = Pick<OpenLogOptions, "ensurePartitionsEveryMs" | "pollMs">;

export const masterKey = { id: "test", key: new Uint8Array(32).fill(7) };
export const meta: Meta = { actor: null, correlationId: "test", app: "system" };

/** Opens `logs` logs, each on connections of its own, on a new database. All is closed at the end of the scope. */
export async function openHouse(
  { logs: count = 1, ...options }: { logs?: number } & OpenOptions = {},
): Promise<House> {
  const database = await testDatabase();
  const opened = await Promise.all(Array.from({ length: count }, () => openOn(database.url, options)));
  const logs = opened.map(({ log }) => log);
  return {
    sql: database.sql,
    url: database.url,
    log: logs[0],
    logs,
    async [Symbol.asyncDispose]() {
      for (const log of opened) await log[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** A log on connections of its own, closed at the end of the scope. */
export async function openOn(
  url: string,
  options: OpenOptions = {},
): Promise<AsyncDisposable & { log: OpenLog; sql: Sql }> {
  const sql = connect(url, { max: 4, applicationName: "test log" });
  const log = await openLog({ sql, personal: personalKeys(sql, [masterKey]), ...options });
  return {
    log,
    sql,
    async [Symbol.asyncDispose]() {
      await log.close();
      await sql.end({ timeout: 1 });
    },
  };
}

/** A small fact of the vocabulary, about one person. */
export const fact = (userId: number): NewEvent => MatchRequested({ userId, since: "2026-03-01T12:00:00.000Z" });

/** A fact with these tags, whatever its type says. */
export const tagged = (...tags: string[]): NewEvent => ({ ...fact(1), tags });

/** A command with these events. */
export const command = (events: NewEvent[], guards: Guard[] = [], more: Partial<Append> = {}): Append => ({
  events,
  guards,
  meta,
  ...more,
});

/** A guard against any event with all these tags after a position. */
export const guard = (after: number, ...tags: string[]): Guard => ({ any: [{ tags }], after });

/** Appends a fact about a person unless one stands after a position. */
export const once = (userId: number, after = 0): Append => command([fact(userId)], [guard(after, tag.user(userId))]);

/** Every event of a log. */
export const all = (log: Log): Promise<Event[]> => log.read({ after: 0, limit: 1_000_000 });

/** The numbers from 1 to n. */
export const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

/** Calls the function `append` itself, as one batch with one command an event; tells what it answered. */
export async function callAppend(sql: Sql, id: string, events: NewEvent[], guards: unknown[] = []) {
  const columns = asColumns(events.map((event) => asRow(event, meta)));
  const [{ results }] = await sql<{ results: unknown }[]>`
    SELECT append(${id}, ${`{${[...events.keys()].join()}}`}::text::integer[], ${columns.type}, ${columns.version},
      ${columns.tags}, ${columns.data}, ${columns.meta}, ${JSON.stringify(guards)}::text::jsonb, NULL) AS results`;
  return results;
}
