import { z } from "zod";
import { introductions } from "../../projections/saju/introductions.ts";
import { sajuProfileOf } from "../../projections/saju/saju_profiles.ts";
import { exportPart, record, records } from "../app/exports.ts";

/** What blind dates know of a person. */
export const exports = {
  saju: exportPart<{ profile: Record<string, unknown> | null; requests: Record<string, unknown>[] }>({
    schema: z.object({ profile: record.nullable(), requests: records }),
    example: { profile: null, requests: [] },
    async read({ sql, registry }, userId) {
      const requests = await sql`
        SELECT id AS match_id, status, requester_id = ${userId} AS by_me, chat_id, created_at,
          decided_at FROM ${registry.table(introductions)}
        WHERE requester_id = ${userId} OR receiver_id = ${userId} ORDER BY id`;
      return { profile: await sajuProfileOf(registry, userId) ?? null, requests: [...requests] };
    },
  }),
};
