import type { Kept } from "../app/keeping.ts";
import { eraseOldEvidence } from "./erase_evidence.ts";
import { evidenceKeptDays } from "./resolve_report.ts";

/** What is kept of people who are reported. */
export const retention: readonly Kept[] = [
  {
    what: "Comment and evidence of a report, under a key of its own",
    until: `${evidenceKeptDays} days after it is resolved; unresolved, 1 year`,
    why: "staff decide, and can be asked why",
    chore: (system) => () => eraseOldEvidence(system),
  },
];
