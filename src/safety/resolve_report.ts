import { z } from "zod";
import { id } from "../../events/fields.ts";
import { reportOutcome, ReportResolved } from "../../events/safety.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { success } from "../answers/successes.ts";
import { isOwnCase, report } from "./state.ts";

/** A report's evidence is kept for so long after staff have dealt with it, in case somebody objects. */
export const evidenceKeptDays = 180;

/** Says what came of a report, once. Nobody decides one in which they are one of the two. */
export const resolveReport = command({
  name: "resolveReport",
  app: "accounts",
  staffOnly: true,

  input: z.object({ report_id: id, outcome: reportOutcome }),

  reads: ({ report_id }) => ({ report: report(report_id) }),

  decide: ({ report }, { outcome }, { me, now }) => {
    if (!report) return refuse("report.unknown");
    if (isOwnCase(report, me)) return refuse("report.own_case");
    if (report.outcome !== null) return report.outcome === outcome ? [] : refuse("report.resolved");
    const keptUntil = new Date(now.getTime() + evidenceKeptDays * 24 * 3600 * 1000);
    return [
      ReportResolved({
        reportId: report.id,
        by: me,
        outcome,
        resolvedAt: now.toISOString(),
        keptUntil: keptUntil.toISOString(),
      }),
    ];
  },

  answer: () => ({ message: success("report.resolved") }),
});
