import { type Availability, availability } from "../../../projections/availability.ts";
import { blocks } from "../../../projections/blocks.ts";
import { type MatchSettings, matchSettings } from "../../../projections/match_settings.ts";
import type { Reader } from "../../../projections/projection.ts";
import { ageOf, type User, users } from "../../../projections/users.ts";
import { conditionsFrom } from "../conditions.ts";
import type { Waiting } from "./waiting_person.ts";

type Found = {
  person: User;
  place: Availability;
  settings: MatchSettings | null;
  cell: string | null;
  cell_until: Date | null;
  apart: number[];
};

/** Those of the people who wait just now, with what the matcher needs to know of them. */
export async function waitingAmong({ sql, table }: Reader, userIds: readonly number[], now: Date): Promise<Waiting[]> {
  if (userIds.length === 0) return [];
  const found = await sql<Found[]>`
    SELECT to_jsonb(u) AS person, to_jsonb(a) AS place, to_jsonb(s) AS settings, l.cell, l.expires_at AS cell_until,
      coalesce((
        SELECT jsonb_agg(CASE b.blocker_id WHEN a.user_id THEN b.blocked_id ELSE b.blocker_id END)
        FROM ${table(blocks)} b WHERE b.blocker_id = a.user_id OR b.blocked_id = a.user_id), '[]') AS apart
    FROM jsonb_array_elements_text(${sql.json([...userIds])}) AS wanted(id)
    JOIN ${table(availability)} a ON a.user_id = wanted.id::bigint AND a.status = 'waiting'
    JOIN ${table(users)} u ON u.id = a.user_id
    LEFT JOIN ${table(matchSettings)} s ON s.user_id = a.user_id
    LEFT JOIN locations l ON l.user_id = a.user_id AND l.expires_at > ${now}`;
  return found.flatMap(({ person, place, settings, cell, cell_until, apart }) => {
    const age = ageOf(person, now);
    if (age === null || person.gender === null || place.waiting_since === null) return [];
    return [{
      userId: person.id,
      since: new Date(place.waiting_since).getTime(),
      gender: person.gender,
      age,
      cell,
      cellUntil: cell_until?.getTime() ?? 0,
      conditions: conditionsFrom(settings ?? undefined),
      apart: new Set(apart),
    }];
  });
}
