import { z } from "zod";
import { id, meeting, sealedFor } from "../../events/fields.ts";
import { evidence, PersonReported, reportReason } from "../../events/safety.ts";
import { type SajuProfile, sajuProfiles } from "../../projections/saju/saju_profiles.ts";
import type { User } from "../../projections/accounts/users.ts";
import { account } from "../accounts/state.ts";
import { row } from "../deciding/boundary.ts";
import { command } from "../deciding/command.ts";
import { refuse } from "../answers/refusals.ts";
import { isOfCalls, type Met } from "./meetings.ts";
import { reportsAbout } from "./state.ts";

/**
 * Tells staff of someone, with a copy of what is known now: whoever is reported may rename or erase themselves. A second
 * report of the same meeting by the same person is the first one. The two are those of the meeting `about`, which
 * whoever offers this has looked up.
 */
export const reportPerson = command({
  name: "reportPerson",
  app: "accounts",
  ids: ["report"],

  input: z.object({
    other: id,
    about: meeting,
    reason: reportReason,
    comment: z.string().nullable(),
    /** What the other's picture shows: a small WebP, base64. */
    picture: z.string().nullable(),
    /** What the two said last, where it is about their chat; newest last. */
    messages: evidence.shape.messages.optional(),
  }),

  reads: ({ other, about }, { me }) => ({
    made: reportsAbout(about),
    reporter: account(me),
    reported: account(other),
    reporterProfile: row(sajuProfiles, { user_id: me }),
    reportedProfile: row(sajuProfiles, { user_id: other }),
  }),

  decide: ({ made, ...people }, { other, about, reason, comment, picture, messages }, { me, now, newId }) => {
    if (made.some(({ reporterId }) => reporterId === me)) return [];
    const reportId = newId("report");
    return [
      PersonReported({
        reportId,
        reporterId: me,
        reportedId: other,
        about,
        reason,
        comment,
        evidence: {
          reporter: { username: nameAt(about, people.reporter, people.reporterProfile) },
          reported: { username: nameAt(about, people.reported, people.reportedProfile), picture },
          messages: messages ?? [],
        },
        sealedFor: sealedFor.report(reportId),
        reportedAt: now.toISOString(),
      }),
    ];
  },

  answer: ({ made }, _input, { me }) => {
    const mine = made.find(({ reporterId }) => reporterId === me);
    return mine ? { report_id: mine.reportId } : refuse("report.unknown");
  },
});

/** What someone calls themselves where the two met. */
function nameAt(about: Met, account: User | undefined, profile: SajuProfile | undefined): string | null {
  return (isOfCalls(about) ? account?.username : profile?.name ?? account?.username) ?? null;
}
