import { availability } from "../../../projections/calls/availability.ts";
import { blocks } from "../../../projections/safety/blocks.ts";
import { type MatchSettings, matchSettings } from "../../../projections/calls/match_settings.ts";
import type { Reader } from "../../../projections/projection.ts";
import { users } from "../../../projections/accounts/users.ts";
import { isRefusal } from "../../answers/refusals.ts";
import { callProfile } from "../call_profile.ts";
import { conditionsFrom } from "../conditions.ts";
import type { Waiting } from "./waiting_person.ts";

type Found = {
  user_id: number;
  waiting_since: Date;
  username: string | null;
  gender: string | null;
  birth_date: string | null;
  age: number | null;
  age_stated_on: string | null;
  settings: MatchSettings | null;
  cell: string | null;
  cell_until: Date | null;
  apart: number[] | null;
};

const nobody: ReadonlySet<number> = new Set();

/**
 * Reads what the matcher needs to know about people who are waiting. `unshown` are the ids of those with an incomplete
 * profile.
 */
export async function waitingAmong(
  { sql, table }: Reader,
  userIds: readonly number[],
  now: Date,
): Promise<{ people: Waiting[]; unshown: number[] }> {
  if (userIds.length === 0) return { people: [], unshown: [] };
  const found = await sql<Found[]>`
    SELECT a.user_id, a.waiting_since, u.username, u.gender, u.birth_date::text, u.age, u.age_stated_on::text,
      to_jsonb(s) AS settings, l.cell, l.expires_at AS cell_until, (
        SELECT jsonb_agg(other) FROM (
          SELECT blocked_id AS other FROM ${table(blocks)} WHERE blocker_id = a.user_id
          UNION ALL SELECT blocker_id FROM ${table(blocks)} WHERE blocked_id = a.user_id) others) AS apart
    FROM jsonb_array_elements_text(${sql.json([...userIds])}) AS wanted(id)
    JOIN ${table(availability)} a ON a.user_id = wanted.id::bigint AND a.status = 'waiting'
    JOIN ${table(users)} u ON u.id = a.user_id
    LEFT JOIN ${table(matchSettings)} s ON s.user_id = a.user_id
    LEFT JOIN locations l ON l.user_id = a.user_id AND l.expires_at > ${now}`;
  const people: Waiting[] = [];
  const unshown: number[] = [];
  for (const { user_id, waiting_since, settings, cell, cell_until, apart, ...stated } of found) {
    const profile = callProfile(stated, now);
    if (isRefusal(profile)) {
      unshown.push(user_id);
      continue;
    }
    people.push({
      userId: user_id,
      since: waiting_since.getTime(),
      gender: profile.gender,
      age: profile.age,
      cell,
      cellUntil: cell_until?.getTime() ?? 0,
      conditions: conditionsFrom(settings ?? undefined),
      apart: apart ? new Set(apart) : nobody,
    });
  }
  return { people, unshown };
}
