import { z } from "zod";
import { id } from "../../events/fields.ts";
import { sealedFor, sideKey } from "../../events/side_keys.ts";
import { EvidenceErased } from "../../events/safety.ts";
import { type Report, reports } from "../../projections/safety/reports.ts";
import { command, SYSTEM } from "../deciding/command.ts";
import { report } from "./state.ts";
import { sideKeyIn } from "../log/side_key_in.ts";
import type { System } from "../system.ts";

/** How long the evidence of a report that nobody resolves is kept. A resolved one says until when itself. */
const unresolvedDays = 365;
const unresolvedMs = unresolvedDays * 24 * 3600 * 1000;

/** Records that a report has served its purpose: its comment and evidence can no longer be opened. */
export const eraseEvidence = command({
  name: "eraseEvidence",
  app: "accounts",

  input: z.object({ reportId: id }),

  reads: ({ reportId }) => ({ report: report(reportId) }),

  decide: ({ report }, { reportId }, { now }) =>
    report && !report.evidence_erased && keptUntil(report) <= now ? [EvidenceErased({ reportId })] : [],

  answer: ({ report }) => ({ erased: report?.evidence_erased ?? false }),
});

function keptUntil(report: Report): Date {
  return report.kept_until === null
    ? new Date(new Date(report.created_at).getTime() + unresolvedMs)
    : new Date(report.kept_until);
}

/** Erases the evidence that has been kept for long enough, and deletes the keys that it was sealed under. */
export async function eraseOldEvidence(
  { sql, registry: { table }, run, personal, now }: Pick<System, "sql" | "registry" | "run" | "personal" | "now">,
): Promise<void> {
  const due = await sql<{ id: number }[]>`
    SELECT id FROM ${table(reports)}
    WHERE NOT evidence_erased AND (kept_until <= ${now()}
      OR kept_until IS NULL AND created_at <= ${new Date(now().getTime() - unresolvedMs)})`;
  const asker = { me: SYSTEM, correlationId: crypto.randomUUID() };
  for (const { id } of due) await run(eraseEvidence, { reportId: id }, asker);

  const sealed = await sql<{ id: number }[]>`
    SELECT r.id FROM personal_keys k JOIN ${table(reports)} r ON k.subject = ${
    sideKeyIn(sql, sideKey("report"), sql`r.id`)
  }
    WHERE k.subject < 0 AND r.evidence_erased`;
  for (const { id } of sealed) await personal.erase(sealedFor.report(id));
}
