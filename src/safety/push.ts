import type { safetyEvents } from "../../events/safety.ts";
import { nothing, type Push } from "../realtime/push.ts";

/** Nobody is told of a block or a report. */
export const push: Push<typeof safetyEvents> = {
  PersonBlocked: nothing,
  PersonUnblocked: nothing,
  PersonReported: nothing,
  ReportResolved: nothing,
  EvidenceErased: nothing,
};
