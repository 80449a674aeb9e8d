import type { Sql } from "postgres";
import type { Event } from "../../events/vocabulary.ts";
import { decode } from "./codec.ts";
import type { Page } from "./follow.ts";
import type { Query } from "./log.ts";
import type { PersonalKeys } from "./personal.ts";
import { readPage, readQuery } from "./read.ts";

type Source = { sql: Sql; personal: PersonalKeys };

const pageSize = 1_000;
const agesKeptMs = 60_000;

/** Reads the page of events after a position. */
export async function readNext({ sql, personal }: Source, after: number): Promise<Page> {
  const rows = await readPage(sql, after, pageSize);
  return { last: after + rows.length, events: await decode(rows, personal), more: rows.length === pageSize };
}

/** Reads as many events as asked for while there are more: it goes on where `decode` leaves some out. */
export async function readKnown(
  { sql, personal }: Source,
  { after, limit, query }: { after: number; limit: number; query?: Query },
): Promise<Event[]> {
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

/** The last position of the log; 0 if it is empty. */
export async function readHead(sql: Sql): Promise<number> {
  const [row] = await sql<{ head: number }[]>`
    SELECT last_position AS head FROM log_batches ORDER BY last_position DESC LIMIT 1`;
  return row?.head ?? 0;
}

/** Returns what tells the position before which all events are older than so many seconds, up to a minute late. */
export function rememberAges(sql: Sql): (sec: number) => Promise<number> {
  const ages = new Map<number, { position: number; askedAt: number }>();
  return async (sec) => {
    const known = ages.get(sec);
    if (known && performance.now() - known.askedAt < agesKeptMs) return known.position;
    const askedAt = performance.now();
    const [{ position }] = await sql<{ position: number }[]>`
      SELECT position_before(make_interval(secs => ${sec})) AS position`;
    ages.set(sec, { position, askedAt });
    return position;
  };
}
