import { type Forgets, type Kept, sealed, shared } from "../app/keeping.ts";
import { forgetLocation, sweepLocations } from "./location.ts";
import { forgetPresence } from "./queue_presence.ts";

/** What random calls keep of people. */
export const retention: readonly Kept[] = [
  sealed("Gender wanted in calls, and comments on calls"),
  shared("Who was offered, met, called and rated whom, and when; ages wanted in calls"),
  {
    what: "Where someone is, as a cell of some 36 km²",
    until: "24 h",
    why: "people near each other; the law wants it brief",
    chore: ({ sql, now }) => () => sweepLocations(sql, now()),
  },
];

/** Deletes where someone is, and that they were in the queue. */
export const forgets: Forgets = {
  async besideLog({ sql }, userId) {
    await forgetLocation(sql, userId);
    await forgetPresence(sql, userId);
  },
};
