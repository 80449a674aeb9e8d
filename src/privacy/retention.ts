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
    what: "A person's keys",
    until: "the account's end",
    why: "they alone open what is sealed",
    chore: ({ privacy }) => privacy.finishErasures,
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
