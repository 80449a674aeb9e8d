import { z } from "zod";
import { ratingOf, userById } from "../../projections/accounts/users.ts";
import { callRatings } from "../../projections/calls/call_ratings.ts";
import { callSessions } from "../../projections/calls/call_sessions.ts";
import { settingsOf } from "../../projections/calls/match_settings.ts";
import { exportPart, record, records } from "../app/exports.ts";
import { locationOf } from "./location.ts";

/** What random calls know of a person. */
export const exports = {
  settings: exportPart<Record<string, unknown> | null>({
    schema: record.nullable(),
    example: { preferred_gender: "male", age_min: 20, age_max: 35, radius_km: null },
    read: async ({ registry }, userId) => await settingsOf(registry, userId) ?? null,
  }),
  location: exportPart<Record<string, unknown> | null>({
    schema: record.nullable(),
    example: null,
    read: async ({ sql }, userId) => await locationOf(sql, userId) ?? null,
  }),
  calls: exportPart<Record<string, unknown>[]>({
    schema: records,
    example: [{ call_id: 12, started_at: "2026-03-02T09:30:12.000Z", duration_sec: 651 }],
    read: async ({ sql, registry: { table } }, userId) => [
      ...await sql`
        SELECT id AS call_id, match_id, started_at, ended_at, duration_sec FROM ${table(callSessions)}
        WHERE user1_id = ${userId} OR user2_id = ${userId} ORDER BY id`,
    ],
  }),
  ratings: exportPart<{ given: Record<string, unknown>[]; received: Record<string, unknown> }>({
    schema: z.object({ given: records, received: record }),
    example: { given: [{ call_id: 12, rating: 5, comment: "좋았어요" }], received: { count: 1, mean: 4 } },
    async read({ sql, registry }, userId) {
      const given = await sql`
        SELECT call_session_id AS call_id, rating, comment, created_at FROM ${registry.table(callRatings)}
        WHERE rater_id = ${userId} ORDER BY id`;
      const me = await userById(registry, userId);
      return { given: [...given], received: { count: me?.rating_count ?? 0, mean: me ? ratingOf(me) : null } };
    },
  }),
};
