import { z } from "zod";
import { defineEvent, tag } from "./event.ts";
import { id, instant, meeting, said } from "./fields.ts";

const bothUsers = (d: { blockerId: number; blockedId: number }) => [
  tag.pair([d.blockerId, d.blockedId]),
  tag.user(d.blockerId),
  tag.user(d.blockedId),
];

/** Someone wants nothing to do with someone: from here on the two never meet again, in any app. */
export const PersonBlocked = defineEvent("PersonBlocked", {
  data: z.object({ blockId: id, blockerId: id, blockedId: id, met: meeting, blockedAt: instant }),
  tags: (d) => [tag.block(d.blockId), ...bothUsers(d)],
});

/** A block was taken back. The other's own, if there is one, stands. */
export const PersonUnblocked = defineEvent("PersonUnblocked", {
  data: z.object({ blockId: id, blockerId: id, blockedId: id }),
  tags: (d) => [tag.block(d.blockId), ...bothUsers(d)],
});

/** What was known at the time of a report, whatever becomes of it later. */
export const evidence = z.object({
  reporter: z.object({ username: z.string().nullable() }),
  reported: z.object({
    username: z.string().nullable(),
    /** What their picture showed: WebP of at most 256 pixels, base64. */
    picture: z.string().nullable(),
  }),
  /** What was said, newest last, where it is about a chat. */
  messages: z.array(said),
});

/** What someone may be reported for. */
export const reportReason = z.enum(["harassment", "sexual", "fraud", "underage", "impersonation", "other"]);

/** Someone told staff about someone. Comment and evidence are sealed under the report's own key. */
export const PersonReported = defineEvent("PersonReported", {
  data: z.object({
    reportId: id,
    reporterId: id,
    reportedId: id,
    about: meeting,
    reason: reportReason,
    comment: z.string().nullable(),
    evidence,
    /** `sealedFor.report(reportId)` */
    sealedFor: z.int().negative(),
    reportedAt: instant,
  }),
  tags: (d) => [tag.report(d.reportId), tag.thing(d.about), tag.user(d.reporterId), tag.user(d.reportedId)],
  personal: { comment: "sealedFor", evidence: "sealedFor" },
});

/** What may come of a report. */
export const reportOutcome = z.enum(["suspended", "warned", "dismissed"]);

/** Staff have dealt with a report. Its evidence is kept until `keptUntil`. */
export const ReportResolved = defineEvent("ReportResolved", {
  data: z.object({
    reportId: id,
    by: id,
    outcome: reportOutcome,
    resolvedAt: instant,
    keptUntil: instant,
  }),
  tags: (d) => [tag.report(d.reportId)],
});

/** A report has served its purpose: the key of its evidence is deleted after this. */
export const EvidenceErased = defineEvent("EvidenceErased", {
  data: z.object({ reportId: id }),
  tags: (d) => [tag.report(d.reportId)],
});

export const safetyEvents = { PersonBlocked, PersonUnblocked, PersonReported, ReportResolved, EvidenceErased };

type SafetyEvents = typeof safetyEvents;

declare module "./vocabulary.ts" {
  interface Vocabulary extends SafetyEvents {}
}
