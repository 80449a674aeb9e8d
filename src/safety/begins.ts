import type { safetyEvents } from "../../events/safety.ts";
import type { Begins } from "../app/begins.ts";
import { ignored } from "../app/invariants.ts";

/** A block forbids none of this: whoever is blocked may still block and report. */
export const begins: Begins<typeof safetyEvents> = ignored(
  "PersonBlocked",
  "PersonUnblocked",
  "PersonReported",
  "ReportResolved",
  "EvidenceErased",
);
