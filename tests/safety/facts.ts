import { AccountSuspended, StaffAppointed } from "../../events/accounts.ts";
import { sealedFor } from "../../events/side_keys.ts";
import { PersonBlocked, PersonReported } from "../../events/safety.ts";
import { at } from "../support/given.ts";

/** Facts that tests of safety start from: user 1 and user 2 of match 7, at noon. */

export const blocked = (blockerId: number, blockedId: number, blockId = 1000) =>
  PersonBlocked({ blockId, blockerId, blockedId, met: { kind: "match", id: 7 }, blockedAt: at(0) });

export const reported = (reporterId: number, reportedId: number, reportId = 1000) =>
  PersonReported({
    reportId,
    reporterId,
    reportedId,
    about: { kind: "match", id: 7 },
    reason: "fraud",
    comment: "돈을 보내라고 했어요",
    evidence: {
      reporter: { username: `user${reporterId}` },
      reported: { username: `user${reportedId}`, picture: null },
      messages: [],
    },
    sealedFor: sealedFor.report(reportId),
    reportedAt: at(0),
  });

export const suspended = (userId: number, until: string | null = null) =>
  AccountSuspended({ userId, by: 9, reason: "욕설", until });

export const appointed = (userId: number) => StaffAppointed({ userId });
