import type { App } from "../app.ts";
import type { Kept } from "../app/keeping.ts";

/** What is kept of people whatever apps there are. */
export const retention: readonly Kept[] = [
  {
    what: "Answers by Idempotency-Key, sealed",
    until: "24 h",
    why: "a repeat gets the first answer",
    chore: ({ idempotency }) => idempotency.sweep,
  },
  {
    what: "Pictures",
    until: "another takes its place; one that no profile shows, 1 day",
    why: "profiles",
    chore: ({ privacy }) => privacy.sweepPictures,
  },
  {
    what:
      "Name, e-mail address, password hash, birth and its pillars, place, job, bio, whom they want, comments, reasons of staff",
    until: "the account's end: sealed in the log under the person's key, which is deleted",
    why: "the service itself",
    chore: ({ privacy }) => privacy.finishErasures,
  },
  {
    what:
      "Who was shown, asked, met, called, rated, blocked whom and when; stated age and gender, ages wanted in calls",
    until: "for good, under an id that leads to nobody once the account is erased",
    why: "the other's history and mean; the log never changes",
  },
  {
    what: "The list of the forgotten: ids and times",
    until: "for good",
    why: "no backup brings anybody back",
  },
];

/** All that is kept of people. The README's table is this one. */
export function retentionOf(apps: readonly App[]): readonly Kept[] {
  return apps.flatMap((app) => app.retention ?? []);
}
