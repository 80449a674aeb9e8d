import type { Event } from "../../events/vocabulary.ts";
import type { Check, Note } from "./check.ts";

/** Who is suspended begins nothing and is in nothing that begins, until it ends or its time is over. */
export function checkSuspensions(note: Note): Check {
  /** Until when each is suspended, in milliseconds. */
  const suspended = new Map<number, number>();

  function begins(event: Event, at: string, userIds: readonly number[]): void {
    for (const userId of userIds) {
      const until = suspended.get(userId);
      if (until !== undefined && Date.parse(at) < until) {
        note(event, `${event.type} of user ${userId}, who is suspended`);
      }
    }
  }

  return {
    see(event) {
      switch (event.type) {
        case "AccountSuspended":
          return void suspended.set(
            event.data.userId,
            event.data.until === null ? Infinity : Date.parse(event.data.until),
          );
        case "AccountReinstated":
          return void suspended.delete(event.data.userId);
        case "MatchRequested":
          return begins(event, event.data.since, [event.data.userId]);
        case "MatchOffered":
          return begins(event, event.data.offeredAt, event.data.userIds);
        case "MatchMade":
          return begins(event, event.data.madeAt, event.data.userIds);
        case "CallStarted":
          return begins(event, event.data.startedAt, event.data.userIds);
        case "MessageSent":
          return begins(event, event.data.sentAt, [event.data.senderId]);
      }
    },
  };
}
