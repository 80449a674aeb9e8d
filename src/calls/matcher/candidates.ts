import { availability } from "../../../projections/availability.ts";
import { blocks } from "../../../projections/blocks.ts";
import { type MatchSettings, matchSettings } from "../../../projections/match_settings.ts";
import type { Reader } from "../../../projections/projection.ts";
import { shownAgeOf, users } from "../../../projections/users.ts";
import { conditionsFrom } from "../conditions.ts";
import type { Waiting } from "./waiting_person.ts";

type Found = {
  user_id: number;
  waiting_since: Date;
  gender: string;
  birth_date: string | null;
  age: number | null;
  age_stated_on: string | null;
  settings: MatchSettings | null;
  cell: string | null;
  cell_until: Date | null;
  apart: number[] | null;
};

const nobody: ReadonlySet<number> = new Set();

/** Those of the people who wait just now, with what the matcher needs to know of them. */
export async function waitingAmong({ sql, table }: Reader, userIds: readonly number[], now: Date): Promise<Waiting[]> {
  if (userIds.length === 0) return [];
  const found = await sql<Found[]>`
    SELECT a.user_id, a.waiting_since, u.gender, u.birth_date::text, u.age, u.age_stated_on::text, to_jsonb(s) AS settings,
      l.cell, l.expires_at AS cell_until, (
        SELECT jsonb_agg(other) FROM (
          SELECT blocked_id AS other FROM ${table(blocks)} WHERE blocker_id = a.user_id
          UNION ALL SELECT blocker_id FROM ${table(blocks)} WHERE blocked_id = a.user_id) others) AS apart
    FROM jsonb_array_elements_text(${sql.json([...userIds])}) AS wanted(id)
    JOIN ${table(availability)} a ON a.user_id = wanted.id::bigint AND a.status = 'waiting'
    JOIN ${table(users)} u ON u.id = a.user_id AND u.gender IS NOT NULL
    LEFT JOIN ${table(matchSettings)} s ON s.user_id = a.user_id
    LEFT JOIN locations l ON l.user_id = a.user_id AND l.expires_at > ${now}`;
  return found.flatMap(({ user_id, waiting_since, gender, settings, cell, cell_until, apart, ...stated }) => {
    const age = shownAgeOf(stated, now);
    return age === null ? [] : [{
      userId: user_id,
      since: waiting_since.getTime(),
      gender,
      age,
      cell,
      cellUntil: cell_until?.getTime() ?? 0,
      conditions: conditionsFrom(settings ?? undefined),
      apart: apart ? new Set(apart) : nobody,
    }];
  });
}
