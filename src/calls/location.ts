import { cellToLatLng, cellToParent, latLngToCell } from "h3-js";
import type { Sql } from "postgres";

/** Cells of about 3.7 km edge: coarse enough that a radius filter does not find a person. */
const resolution = 6;
const regionResolution = 3;
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

/** Of the sphere that H3 measures on. */
const earthKm = 6371.0071809;
const keptPlaces = 100_000;

/** A point on the globe, as a vector of length 1. */
export type Place = { x: number; y: number; z: number };

const places = new Map<string, Place>();

/** The centre of a cell; everyone in it shares one. */
export function placeOf(cell: string): Place {
  const known = places.get(cell);
  if (known) return known;
  if (places.size >= keptPlaces) places.clear();
  const [latitude, longitude] = cellToLatLng(cell).map((degrees) => degrees * Math.PI / 180);
  const place = {
    x: Math.cos(latitude) * Math.cos(longitude),
    y: Math.cos(latitude) * Math.sin(longitude),
    z: Math.sin(latitude),
  };
  places.set(cell, place);
  return place;
}

/** Kilometres between two places. By the chord, which is exact where they are near each other, too. */
export function kmBetween(a: Place, b: Place): number {
  const x = a.x - b.x, y = a.y - b.y, z = a.z - b.z;
  return 2 * earthKm * Math.asin(Math.min(1, Math.sqrt(x * x + y * y + z * z) / 2));
}

/** A cell of some 12,000 km² around another: people who are far apart are in different ones. */
export function regionOf(cell: string): string {
  return cellToParent(cell, regionResolution);
}
