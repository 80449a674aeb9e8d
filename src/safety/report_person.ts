import { z } from "zod";
import { id, meeting } from "../../events/fields.ts";
import { sealedFor } from "../../events/side_keys.ts";
import { evidence, PersonReported, reportReason } from "../../events/safety.ts";
import { account } from "../accounts/state.ts";
import { refuse } from "../answers/refusals.ts";
import type { App } from "../app.ts";
import { command } from "../deciding/command.ts";
import { foldsOf, stateOf } from "./folds_of.ts";
import { reportsAbout } from "./state.ts";

/**
 * Makes the command that tells staff of someone, with a copy of what is known now: whoever is reported may rename or erase
 * themselves. A second report of the same meeting by the same person is the first one. The two are those of the meeting
 * `about`, which whoever offers this has looked up.
 */
export function makeReportPerson(apps: readonly App[]) {
  /** What people are called where they met. */
  const namesIn = (app: string | undefined) => apps.find(({ name }) => name === app)?.names;
  const namesOf = (app: string | undefined, who: string, userId: number) =>
    foldsOf(who, namesIn(app)?.reads(userId) ?? {});

  return command({
    name: "reportPerson",
    app: "accounts",
    ids: ["report"],

    input: z.object({
      other: id,
      about: meeting,
      /** The app in which the two met. */
      metIn: z.string().optional(),
      reason: reportReason,
      comment: z.string().nullable(),
      /** What the other's picture shows: a small WebP, base64. */
      picture: z.string().nullable(),
      /** What the two said last, where it is about their chat; newest last. */
      messages: evidence.shape.messages.optional(),
    }),

    reads: ({ other, about, metIn }, { me }) => ({
      made: reportsAbout(about),
      reporter: account(me),
      reported: account(other),
      ...namesOf(metIn, "reporter", me),
      ...namesOf(metIn, "reported", other),
    }),

    decide: ({ made, reporter, reported, ...called }, input, { me, now, newId }) => {
      const { other, about, metIn, reason, comment, picture, messages } = input;
      if (made.some(({ reporterId }) => reporterId === me)) return [];
      const reportId = newId("report");
      const nameOf = (who: string, account: { username: string | null } | undefined) =>
        namesIn(metIn)?.name(stateOf(who, called)) ?? account?.username ?? null;
      return [
        PersonReported({
          reportId,
          reporterId: me,
          reportedId: other,
          about,
          reason,
          comment,
          evidence: {
            reporter: { username: nameOf("reporter", reporter) },
            reported: { username: nameOf("reported", reported), picture },
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
}
