import type { Sql } from "postgres";
import type { Fence } from "../log/log.ts";
import type { System } from "../system.ts";

/** So often something is tried before it is parked: over an hour and a half. */
export const attemptsBeforeParking = 15;
const firstWaitSec = 1;
const longestWaitSec = 600;

/** Seconds until the next attempt, after so many have failed: twice as long each time. */
export function waitSec(attempts: number): number {
  return Math.min(longestWaitSec, firstWaitSec * 2 ** (attempts - 1));
}

/** An event that a reactor has taken and not dealt with. */
export type Reaction = { reactor: string; position: number; attempts: number };

/** One that was given up on. */
export type Parked = Reaction & { parked_at: Date; problem: string | null };

/** Puts reactors that are new at the log's end. */
export async function placeCheckpoints(
  { sql, log }: Pick<System, "sql" | "log">,
  names: readonly string[],
): Promise<void> {
  await sql`
    INSERT INTO reactors (name, position) SELECT name, ${await log.head()}
    FROM jsonb_array_elements_text(${sql.json([...names])}) AS names(name) ON CONFLICT DO NOTHING`;
}

/** Where a reactor stands in the log. */
export async function checkpointOf(sql: Sql, reactor: string): Promise<number> {
  const [{ position }] = await sql<{ position: number }[]>`SELECT position FROM reactors WHERE name = ${reactor}`;
  return position;
}

/** Takes events and moves the checkpoint in one step; false if this process no longer leads. */
export async function take(
  sql: Sql,
  of: { reactor: string; fence: Fence; from: number; to: number; positions: readonly number[]; now: Date },
): Promise<boolean> {
  const [{ taken }] = await sql<{ taken: boolean }[]>`
    SELECT take_reactions(${of.fence.lease}, ${of.fence.epoch}, ${of.reactor}, ${of.from}, ${of.to},
      ${sql.json([...of.positions])}, ${of.now}) AS taken`;
  return taken;
}

/** What is due, the oldest first. */
export async function dueReactions(sql: Sql, reactor: string, now: Date, limit: number): Promise<Reaction[]> {
  return await sql<Reaction[]>`
    SELECT reactor, position, attempts FROM reactions
    WHERE reactor = ${reactor} AND parked_at IS NULL AND next_at <= ${now} ORDER BY next_at, position LIMIT ${limit}`;
}

/** It is done. */
export async function settle(sql: Sql, { reactor, position }: Reaction): Promise<void> {
  await sql`DELETE FROM reactions WHERE reactor = ${reactor} AND position = ${position}`;
}

/** It failed: tried again later, or parked. */
export async function postpone(sql: Sql, of: Reaction & { problem: string; now: Date }): Promise<void> {
  const attempts = of.attempts + 1;
  const parked = attempts >= attemptsBeforeParking;
  const nextAt = new Date(of.now.getTime() + waitSec(attempts) * 1000);
  await sql`
    UPDATE reactions SET attempts = ${attempts}, next_at = ${nextAt}, problem = ${of.problem},
      parked_at = ${parked ? of.now : null}
    WHERE reactor = ${of.reactor} AND position = ${of.position}`;
}

/** Everything that was given up on, the oldest first. */
export async function parkedReactions(sql: Sql): Promise<Parked[]> {
  return await sql<Parked[]>`
    SELECT reactor, position, attempts, parked_at, problem FROM reactions
    WHERE parked_at IS NOT NULL ORDER BY parked_at, reactor, position LIMIT 1000`;
}

/** Has parked events tried again, from the first wait on; those of one reactor, or all. Returns how many. */
export async function retryParked(sql: Sql, now: Date, reactor?: string): Promise<number> {
  const again = await sql`
    UPDATE reactions SET parked_at = NULL, attempts = 0, next_at = ${now}
    WHERE parked_at IS NOT NULL ${reactor === undefined ? sql`` : sql`AND reactor = ${reactor}`}`;
  return again.count;
}

/** How many wait and how many are parked, for metrics. */
export async function countReactions(sql: Sql): Promise<{ waiting: number; parked: number }> {
  const [counts] = await sql<{ waiting: number; parked: number }[]>`
    SELECT count(*) FILTER (WHERE parked_at IS NULL)::integer AS waiting, count(parked_at)::integer AS parked
    FROM reactions`;
  return counts;
}
