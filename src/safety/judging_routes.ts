import { z } from "zod";
import { evidence, reportOutcome, reportReason } from "../../events/safety.ts";
import { type Report, reportsPage } from "../../projections/safety/reports.ts";
import { askerOf } from "../accounts/asker.ts";
import { isRefusal } from "../answers/refusals.ts";
import { done } from "../answers/successes.ts";
import { answer, endpoint, ok } from "../http/endpoint.ts";
import { idParam, instant, limit } from "../http/fields.ts";
import type { System } from "../system.ts";
import { access } from "./access.ts";
import { type MeetingKinds, meetingSchema } from "./meetings.ts";
import { resolveReport } from "./resolve_report.ts";
import { viewReport } from "./view_report.ts";

const app = "staff";
const reportParams = z.object({ report_id: idParam });

/** How staff judge reports: API.md, "For all four apps". Each of it stands in the log with who did it. */
export function judgingEndpoints({ run, registry, safety }: System) {
  const { reportSeen, seen } = reportsOf(safety.kinds);

  return [
    endpoint({
      ...access.reports,
      app,
      summary: "Reports, except those by or about me, newest first and without personal data",
      description:
        "`status` asks for open or resolved ones; `earlier_reports` says how often the same person was reported before.",
      query: z.object({
        status: z.enum(["open", "resolved"]).default("open"),
        before: idParam.optional(),
        limit: limit({ default: 20, max: 100 }),
      }),
      answers: { 200: z.array(reportSeen.extend({ earlier_reports: z.int() }).meta({ id: "Report" })) },
      handle: async ({ user, query: { status, ...page } }) => {
        const reports = await reportsPage(registry, { judgeId: user.userId, open: status === "open", ...page });
        return ok(200, reports.map((report) => ({ ...seen(report), earlier_reports: report.earlier })));
      },
    }),
    endpoint({
      ...access.viewReport,
      app,
      summary: "A report with its evidence; that you saw it is recorded",
      description: "Comment and evidence are null once erased. Staff do not see reports that involve themselves.",
      params: reportParams,
      answers: {
        200: reportSeen.extend({ comment: z.string().nullable(), evidence: evidence.nullable() }).meta({
          id: "ReportWithEvidence",
        }),
      },
      refusals: ["report.unknown", "report.own_case"],
      handle: async (request) => {
        const viewed = await run(viewReport, request.params, askerOf(request));
        if (isRefusal(viewed)) return viewed;
        return ok(200, { ...seen(viewed.report), comment: viewed.comment, evidence: viewed.evidence });
      },
    }),
    endpoint({
      ...access.resolveReport,
      app,
      summary: "Record the outcome of a report",
      description:
        "`suspended`, `warned` or `dismissed`. The outcome is final; suspending the account is a separate endpoint.",
      idempotent: true,
      params: reportParams,
      body: z.object({ outcome: reportOutcome }),
      answers: { 200: done("report.resolved") },
      refusals: ["report.unknown", "report.own_case", "report.resolved"],
      handle: async (request) =>
        answer(200, await run(resolveReport, { ...request.params, ...request.body }, askerOf(request))),
    }),
  ];
}

/** A report as staff see it: without what is personal in it. */
function reportsOf(kinds: MeetingKinds) {
  const meeting = meetingSchema(kinds);
  const reportSeen = z.object({
    report_id: z.int(),
    reporter_id: z.int(),
    reported_id: z.int(),
    about: meeting,
    reason: reportReason,
    created_at: instant,
    outcome: reportOutcome.nullable(),
    resolved_by: z.int().nullable(),
    resolved_at: instant.nullable(),
    kept_until: instant.nullable(),
    evidence_erased: z.boolean(),
  });

  return { reportSeen, seen };

  function seen(report: Report) {
    const time = (at: string | null) => at === null ? null : new Date(at).toISOString();
    return {
      report_id: report.id,
      reporter_id: report.reporter_id,
      reported_id: report.reported_id,
      about: meeting.parse({ kind: report.about_kind, id: report.about_id }),
      reason: reportReason.parse(report.reason),
      created_at: new Date(report.created_at).toISOString(),
      outcome: reportOutcome.nullable().parse(report.outcome),
      resolved_by: report.resolved_by,
      resolved_at: time(report.resolved_at),
      kept_until: time(report.kept_until),
      evidence_erased: report.evidence_erased,
    };
  }
}
