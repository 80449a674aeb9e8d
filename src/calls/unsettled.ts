import { availability } from "../../projections/calls/availability.ts";
import type { Reader } from "../../projections/projection.ts";

/** How many people are still waiting, in an offer, a match or a call. */
export async function unsettled({ sql, table }: Reader): Promise<string[]> {
  const open = await sql<{ status: string; people: number }[]>`
    SELECT status, count(*) AS people FROM ${table(availability)} WHERE status <> 'idle' GROUP BY status`;
  return open.map(({ status, people }) => `${people} people are still ${status}`);
}
