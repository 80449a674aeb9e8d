import type { safetyEvents } from "../../../events/safety.ts";
import { ignored, type Invariant } from "../../app/invariants.ts";

/** Who is suspended begins nothing and is in nothing that begins, until it ends or its time is over. */
export const suspensions: Invariant<keyof typeof safetyEvents> = {
  says: "who is suspended is in nothing, and begins nothing",
  begin(note, { begins }) {
    /** Until when each is suspended, in milliseconds. */
    const suspended = new Map<number, number>();
    return {
      before(event) {
        const { people, at } = begins(event)?.by ?? { people: [], at: "" };
        for (const userId of people) {
          const until = suspended.get(userId);
          if (until !== undefined && Date.parse(at) < until) {
            note(event, `${event.type} of user ${userId}, who is suspended`);
          }
        }
      },
      on: {
        ...ignored("PersonBlocked", "PersonUnblocked", "PersonReported", "ReportResolved", "EvidenceErased"),
        AccountSuspended: ({ data: { userId, until } }) =>
          void suspended.set(userId, until === null ? Infinity : Date.parse(until)),
        AccountReinstated: ({ data }) => void suspended.delete(data.userId),
      },
    };
  },
};
