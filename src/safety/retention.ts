import { type Kept, sealed, shared } from "../app/keeping.ts";
import { eraseOldEvidence } from "./erase_evidence.ts";
import { evidenceKeptDays } from "./resolve_report.ts";

/** What is kept of people who are reported. */
export const retention: readonly Kept[] = [
  sealed("Reasons of staff"),
  shared("Who blocked whom, and when"),
  {
    what: "Comment and evidence of a report, under a key of its own",
    until: `${evidenceKeptDays} days after it is resolved; unresolved, 1 year`,
    why: "staff decide, and can be asked why",
    chore: (system) => () => eraseOldEvidence(system),
  },
];
