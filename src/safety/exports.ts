import { type Block, blocks } from "../../projections/safety/blocks.ts";
import { type Report, reports } from "../../projections/safety/reports.ts";
import { exportPart, records } from "../app/exports.ts";
import { named } from "../app/shares.ts";

/** Whom a person blocked and reported, by where they met; what others did to them is not theirs to know. */
export const exports = {
  blocks: exportPart<Record<string, unknown>[]>({
    schema: records,
    example: [],
    async read({ sql, registry: { table } }, userId) {
      const found = await sql<(Pick<Block, "id" | "met_kind" | "met_id"> & { created_at: Date })[]>`
        SELECT id, met_kind, met_id, created_at FROM ${table(blocks)} WHERE blocker_id = ${userId} ORDER BY id`;
      return found.map(({ met_kind, met_id, ...block }) => ({ ...block, met: named({ kind: met_kind, id: met_id }) }));
    },
  }),
  reports: exportPart<Record<string, unknown>[]>({
    schema: records,
    example: [],
    async read({ sql, registry: { table } }, userId) {
      const found = await sql<(Pick<Report, "id" | "about_kind" | "about_id" | "reason"> & { created_at: Date })[]>`
        SELECT id, about_kind, about_id, reason, created_at FROM ${table(reports)}
        WHERE reporter_id = ${userId} ORDER BY id`;
      return found.map(({ about_kind, about_id, ...report }) => ({
        ...report,
        about: named({ kind: about_kind, id: about_id }),
      }));
    },
  }),
};
