import type { safetyEvents } from "../../events/safety.ts";
import { named, type Shares } from "../app/shares.ts";

/** What a person's export holds of each event here. */
export const shares: Shares<typeof safetyEvents> = {
  // the person blocked or reported must not learn of it
  PersonBlocked: ({ blockId, blockerId, met, blockedAt }, me) =>
    blockerId === me ? { blockId, met: named(met), blockedAt } : undefined,
  PersonUnblocked: ({ blockId, blockerId }, me) => blockerId === me ? { blockId } : undefined,
  PersonReported: ({ reportId, reporterId, about, reason, comment, reportedAt }, me) =>
    reporterId === me ? { reportId, about: named(about), reason, comment, reportedAt } : undefined,
  ReportResolved: () => undefined,
  EvidenceErased: () => undefined,
};
