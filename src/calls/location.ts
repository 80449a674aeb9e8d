import { cellToLatLng, greatCircleDistance, latLngToCell, UNITS } from "h3-js";
import type { Sql } from "postgres";

/** Cells of about 3.7 km edge: coarse enough that a radius filter does not find a person. */
const resolution = 6;
const keptSec = 24 * 3600;

/** Keeps the cell a person is in for 24 h; the point itself goes no further than this call. Wakes the matcher. */
export async function saveLocation(sql: Sql, of: {
  userId: number;
  latitude: number;
  longitude: number;
  now: Date;
}): Promise<void> {
  const cell = latLngToCell(of.latitude, of.longitude, resolution);
  const expiresAt = new Date(of.now.getTime() + keptSec * 1000);
  await sql`
    WITH saved AS (
      INSERT INTO locations (user_id, cell, expires_at) VALUES (${of.userId}, ${cell}, ${expiresAt})
      ON CONFLICT (user_id) DO UPDATE SET cell = EXCLUDED.cell, expires_at = EXCLUDED.expires_at)
    SELECT pg_notify('locations', ${String(of.userId)})`;
}

/** Forgets where a person is. */
export async function forgetLocation(sql: Sql, userId: number): Promise<void> {
  await sql`DELETE FROM locations WHERE user_id = ${userId}`;
}

/** The cell a person was last in, and until when that is kept. */
export async function locationOf(sql: Sql, userId: number): Promise<{ cell: string; expires_at: Date } | undefined> {
  const [found] = await sql<{ cell: string; expires_at: Date }[]>`
    SELECT cell, expires_at FROM locations WHERE user_id = ${userId}`;
  return found;
}

/** Forgets the locations that are older than 24 h. */
export async function sweepLocations(sql: Sql, now: Date): Promise<void> {
  await sql`DELETE FROM locations WHERE expires_at <= ${now}`;
}

const centres = new Map<string, [number, number]>();

/** Kilometres between the centres of two cells. */
export function distanceKm(cellA: string, cellB: string): number {
  return cellA === cellB ? 0 : greatCircleDistance(centreOf(cellA), centreOf(cellB), UNITS.km);
}

function centreOf(cell: string): [number, number] {
  const known = centres.get(cell);
  if (known) return known;
  if (centres.size >= 100_000) centres.clear();
  const centre = cellToLatLng(cell);
  centres.set(cell, centre);
  return centre;
}
