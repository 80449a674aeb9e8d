import { tag } from "../../events/event.ts";
import { projection, type Reader } from "../projection.ts";

/** What people told staff of others. Comment and evidence stay sealed in the log; see `src/safety`. */
export const reports = projection({
  name: "reports",
  version: 1,
  columns: {
    id: "bigint",
    reporter_id: "bigint",
    reported_id: "bigint",
    /** What it is about: match · call · chat · user, and its id. */
    about_kind: "text",
    about_id: "bigint",
    reason: "text",
    created_at: "timestamptz",
    /** suspended · warned · dismissed; null while it is open. */
    outcome: "text?",
    resolved_by: "bigint?",
    resolved_at: "timestamptz?",
    /** When its evidence is to be erased. */
    kept_until: "timestamptz?",
    evidence_erased: "boolean",
  },
  primaryKey: ["id"],
  indexes: [["outcome", "id"], ["reported_id"], ["kept_until"]],
  types: ["PersonReported", "ReportResolved", "EvidenceErased"],
  tag: (key) => tag.report(Number(key.id)),
  keys: (event) => [{ id: event.data.reportId }],
  evolve: (row, event) => {
    switch (event.type) {
      case "PersonReported":
        return {
          id: event.data.reportId,
          reporter_id: event.data.reporterId,
          reported_id: event.data.reportedId,
          about_kind: event.data.about.kind,
          about_id: event.data.about.id,
          reason: event.data.reason,
          created_at: event.data.reportedAt,
          outcome: null,
          resolved_by: null,
          resolved_at: null,
          kept_until: null,
          evidence_erased: false,
        };
      case "ReportResolved":
        return row && {
          ...row,
          outcome: event.data.outcome,
          resolved_by: event.data.by,
          resolved_at: event.data.resolvedAt,
          kept_until: event.data.keptUntil,
        };
      case "EvidenceErased":
        return row && { ...row, evidence_erased: true };
    }
  },
});

export type Report = NonNullable<ReturnType<typeof reports.evolve>>;

/** A report as staff see it in a list: with how many reports of the same person came before it. */
export type ListedReport = Report & { earlier: number };

/**
 * Reports that someone may judge, open or resolved ones, newest first, older than report `before` where it is given: not
 * those in which they are one of the two.
 */
export async function reportsPage(
  { sql, table }: Reader,
  of: { judgeId: number; open: boolean; before?: number; limit: number },
): Promise<ListedReport[]> {
  const found = await sql<{ row: Report; earlier: number }[]>`
    SELECT to_jsonb(r) AS row, (
      SELECT count(*) FROM ${table(reports)} e WHERE e.reported_id = r.reported_id AND e.id < r.id) AS earlier
    FROM ${table(reports)} r
    WHERE ${of.open ? sql`outcome IS NULL` : sql`outcome IS NOT NULL`}
      AND ${of.judgeId} NOT IN (reporter_id, reported_id)
      ${of.before === undefined ? sql`` : sql`AND id < ${of.before}`}
    ORDER BY id DESC LIMIT ${of.limit}`;
  return found.map(({ row, earlier }) => ({ ...row, earlier }));
}
