import { z } from "zod";
import { id, meeting } from "../../events/fields.ts";
import { sealedFor } from "../../events/side_keys.ts";
import { evidence, PersonReported, reportReason } from "../../events/safety.ts";
import type { User } from "../../projections/accounts/users.ts";
import { account } from "../accounts/state.ts";
import { refuse } from "../answers/refusals.ts";
import type { App } from "../app.ts";
import { command } from "../deciding/command.ts";
import { foldsOf, stateOf } from "./folds_of.ts";
import { reportsAbout } from "./state.ts";

/**
 * Makes the command that tells staff of someone, with a copy of what is known now: the reported person may rename or erase
 * themselves. A second report of the same meeting by the same person is the first one. The two are those of the meeting
 * `about`, which whoever offers this has looked up.
 */
export function makeReportPerson(apps: readonly App[]) {
  const names = namesIn(apps);
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
      ...names.reads(metIn, "reporter", me),
      ...names.reads(metIn, "reported", other),
    }),

    decide: ({ made, reporter, reported, ...called }, input, { me, now, newId }) => {
      const { other, about, metIn, reason, comment, picture, messages } = input;
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
            reporter: { username: names.of(metIn, "reporter", { account: reporter, called }) },
            reported: { username: names.of(metIn, "reported", { account: reported, called }), picture },
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

/** What people are called in an app, where they have a name of their own there, and else by their account. */
function namesIn(apps: readonly App[]) {
  const own = (app: string | undefined) => apps.find(({ name }) => name === app)?.names;
  return {
    reads: (app: string | undefined, who: string, userId: number) => foldsOf(who, own(app)?.reads(userId) ?? {}),
    of(
      app: string | undefined,
      who: string,
      { account, called }: { account: Pick<User, "username"> | undefined; called: Record<string, unknown> },
    ): string | null {
      return own(app)?.name(stateOf(who, called)) ?? account?.username ?? null;
    },
  };
}
