import { z } from "zod";
import { MatchRequestEnded } from "../../../events/calls.ts";
import { id } from "../../../events/fields.ts";
import { command } from "../../deciding/command.ts";
import { availabilityOf } from "../state.ts";

/** Takes someone out of the queue who has not been heard of for a minute. */
export const endAbsence = command({
  name: "endAbsence",
  app: "calls",

  input: z.object({ userId: id }),

  reads: ({ userId }) => ({ availability: availabilityOf(userId) }),

  decide: ({ availability }, { userId }) =>
    availability?.status === "waiting" ? [MatchRequestEnded({ userId, reason: "absent" })] : [],

  /** Who looks at an offer may be back in the queue after it. */
  answer: ({ availability }) => ({ mayReturn: availability?.status === "offered" }),
});
