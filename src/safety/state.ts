import { tag } from "../../events/event.ts";
import { blocks } from "../../projections/safety/blocks.ts";
import { type Report, reports } from "../../projections/safety/reports.ts";
import { type Fold, row } from "../deciding/boundary.ts";

/** A block in force. */
export const block = (blockId: number) => row(blocks, { id: blockId });

/** A report and what became of it, without comment and evidence. */
export const report = (reportId: number) => row(reports, { id: reportId });

/** Whether someone is one of the two of a report: it is not theirs to judge. */
export function isOwnCase(report: Report, userId: number): boolean {
  return report.reporter_id === userId || report.reported_id === userId;
}

/** The reports about one meeting: who made them. */
export const reportsAbout = (met: { kind: string; id: number }): Fold<
  readonly { reportId: number; reporterId: number }[]
> => ({
  types: ["PersonReported"],
  tag: tag.thing(met),
  initial: [],
  evolve: (made, event) =>
    event.type === "PersonReported" && event.data.about.kind === met.kind
      ? [...made, { reportId: event.data.reportId, reporterId: event.data.reporterId }]
      : made,
});
