import type { Sql } from "postgres";

/** Something wrong with the log, in a range of positions, both included. */
export type Finding = { from: number; to: number; problem: string };

const everything = Number.MAX_SAFE_INTEGER;
/** The log's tags have no index by position: fewer, larger pages mean fewer walks through all of them. */
const pagesAtMost = 40;
const positionsPerPage = 20_000;
/** Missing events that are named one range by one. */
const gapsNamed = 20;

/**
 * Computes the hash chain again from what is stored, up to the head seen at the start and in pages, and hands on what
 * does not fit, in order. Appends may go on meanwhile.
 *
 * @param progress told the position reached, and the head
 */
export async function* walkChain(
  sql: Sql,
  progress: (position: number, head: number) => void = () => {},
): AsyncGenerator<Finding> {
  const [{ head }] = await sql<{ head: number }[]>`SELECT coalesce(max(last_position), 0) AS head FROM log_batches`;
  const size = Math.max(positionsPerPage, Math.ceil(head / pagesAtMost));
  yield* anchor(sql);
  for (let from = 1; from <= head; from += size) {
    const to = Math.min(from + size - 1, head);
    yield* page(sql, from, to);
    progress(to, head);
  }
  yield* page(sql, head + 1, everything);
}

/** A log restored as a copy begins with the hash of the log it was first: see `restore`. */
async function* anchor(sql: Sql): AsyncGenerator<Finding> {
  const wrong = await sql`
    SELECT FROM log_batches WHERE last_position < 1
      AND NOT (last_position = 0 AND hash = sha256(uuid_send((results->>'origin')::uuid)))`;
  if (wrong.length > 0) yield { from: 0, to: 0, problem: "the chain's beginning does not fit the log it names" };
}

async function* page(sql: Sql, from: number, to: number): AsyncGenerator<Finding> {
  const problems = await sql<{ last_position: number; problem: string }[]>`
    SELECT last_position, problem FROM verify_chain(${from}, ${to})`;
  for (const { last_position: to, problem } of problems) {
    if (/^\d+ events missing$/.test(problem)) yield* missing(sql, to);
    else if (ofOneEvent.test(problem)) yield { from: to, to, problem };
    else yield { from: await after(sql, to) + 1, to, problem };
  }
}

/** What `verify_chain` says of a single position; the rest is about a whole batch. */
const ofOneEvent = /^(an event without a batch|the tag .*)$/s;

/** Where the batch before one ends. */
async function after(sql: Sql, position: number): Promise<number> {
  const [row] = await sql<{ last: number }[]>`
    SELECT last_position AS last FROM log_batches WHERE last_position < ${position}
    ORDER BY last_position DESC LIMIT 1`;
  return row?.last ?? 0;
}

/** The ranges of a batch that are not there. */
async function* missing(sql: Sql, lastPosition: number): AsyncGenerator<Finding> {
  const before = await after(sql, lastPosition);
  const gaps = await sql<{ from: number; to: number }[]>`
    SELECT previous + 1 AS from, position - 1 AS to FROM (
      SELECT position, lag(position, 1, ${before}::bigint) OVER (ORDER BY position) AS previous FROM (
        SELECT position FROM events WHERE position > ${before} AND position <= ${lastPosition}
        UNION ALL SELECT ${lastPosition + 1}::bigint) stored) steps
    WHERE position > previous + 1 ORDER BY 1 LIMIT ${gapsNamed}`;
  for (const gap of gaps) yield { ...gap, problem: gap.from === gap.to ? "is missing" : "are missing" };
  if (gaps.length === 0) yield { from: before + 1, to: lastPosition, problem: "holds more events than its batch" };
}
