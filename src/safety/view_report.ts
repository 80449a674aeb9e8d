import { z } from "zod";
import { PersonalDataViewed } from "../../events/accounts.ts";
import { tag } from "../../events/event.ts";
import { id } from "../../events/fields.ts";
import type { EventOf } from "../../events/vocabulary.ts";
import type { Fold } from "../deciding/boundary.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { isOwnCase, report } from "./state.ts";

/** What a report says, opened; comment and evidence are null once they were erased. */
const told = (reportId: number): Fold<EventOf<"PersonReported">["data"] | undefined> => ({
  types: ["PersonReported"],
  tag: tag.report(reportId),
  initial: undefined,
  evolve: (data, event) => event.type === "PersonReported" ? event.data : data,
});

/**
 * Shows staff what a report says. That they saw what is personal stands in the log before they are told; there is
 * nothing to note once the evidence was erased. Nobody sees a report in which they are one of the two.
 */
export const viewReport = command({
  name: "viewReport",
  app: "accounts",
  staffOnly: true,

  input: z.object({ report_id: id }),

  reads: ({ report_id }) => ({ report: report(report_id), told: told(report_id) }),

  decide: ({ report }, _input, { me }) => {
    if (!report) return refuse("report.unknown");
    if (isOwnCase(report, me)) return refuse("report.own_case");
    if (report.evidence_erased) return [];
    return [
      PersonalDataViewed({ userIds: [report.reporter_id, report.reported_id], by: me, reportId: report.id }),
    ];
  },

  answer: ({ report, told }) =>
    report && told
      ? { report, ...(report.evidence_erased ? { comment: null, evidence: null } : told) }
      : refuse("report.unknown"),
});
