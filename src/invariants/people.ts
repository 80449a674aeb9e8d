import type { Event } from "../../events/vocabulary.ts";
import type { Check, Note } from "./check.ts";

type Place =
  | { in: "idle" }
  | { in: "queue"; since: string }
  | { in: "offer" | "match"; matchId: number; since: string }
  | { in: "call"; callId: number };

const idle: Place = { in: "idle" };

/**
 * Everyone is in at most one queue, offer, match or call, goes from one to the next in order, and is put back in the
 * queue at their old place.
 */
export function checkPeople(note: Note): Check {
  const places = new Map<number, Place>();
  const placeOf = (userId: number) => places.get(userId) ?? idle;

  /** Moves two people on who must be in a match just now. */
  function move(event: Event & { data: { matchId: number; userIds: number[] } }, from: Place["in"], to: Place) {
    for (const userId of event.data.userIds) {
      const place = placeOf(userId);
      const isThere = place.in === from && (!("matchId" in place) || place.matchId === event.data.matchId);
      if (!isThere) {
        note(event, `user ${userId} of ${event.type} of match ${event.data.matchId} is ${described(place)}`);
      }
      places.set(userId, to);
    }
  }

  return {
    see(event) {
      switch (event.type) {
        case "MatchRequested": {
          const { userId, since } = event.data;
          if (placeOf(userId).in !== "idle") {
            note(event, `user ${userId} enters the queue and is ${described(placeOf(userId))}`);
          }
          return void places.set(userId, { in: "queue", since });
        }
        case "MatchRequestEnded": {
          const { userId } = event.data;
          if (placeOf(userId).in !== "queue") {
            note(event, `user ${userId} leaves the queue and is ${described(placeOf(userId))}`);
          }
          return void places.set(userId, idle);
        }
        case "AccountSuspended": {
          const { userId } = event.data;
          if (placeOf(userId).in !== "idle") {
            note(event, `user ${userId} is suspended and is ${described(placeOf(userId))}`);
          }
          return;
        }
        case "MatchOffered": {
          const { matchId, userIds, waitingSince } = event.data;
          if (userIds[0] === userIds[1]) note(event, `user ${userIds[0]} is offered themselves in match ${matchId}`);
          userIds.forEach((userId, n) => {
            const place = placeOf(userId);
            if (place.in !== "queue") {
              note(event, `user ${userId} is offered match ${matchId} and is ${described(place)}`);
            } else if (place.since !== waitingSince[n]) {
              note(
                event,
                `user ${userId} waits since ${place.since}, and by match ${matchId} since ${waitingSince[n]}`,
              );
            }
            places.set(userId, { in: "offer", matchId, since: waitingSince[n] });
          });
          return;
        }
        case "MatchDropped": {
          const { matchId, userIds, requeued } = event.data;
          const before = new Map(userIds.map((userId) => [userId, placeOf(userId)]));
          move(event, "offer", idle);
          for (const userId of requeued) {
            const place = before.get(userId);
            if (!place) note(event, `user ${userId} is put back in the queue by match ${matchId} of others`);
            else if ("since" in place) places.set(userId, { in: "queue", since: place.since });
          }
          return;
        }
        case "MatchMade":
          return move(event, "offer", { in: "match", matchId: event.data.matchId, since: "" });
        case "MatchLapsed":
          return move(event, "match", idle);
        case "CallStarted":
          return move(event, "match", { in: "call", callId: event.data.callId });
        case "CallEnded": {
          const { callId, userIds } = event.data;
          for (const userId of userIds) {
            const place = placeOf(userId);
            if (place.in === "call" && place.callId === callId) places.set(userId, idle);
            else note(event, `call ${callId} of user ${userId} ends, who is ${described(place)}`);
          }
        }
      }
    },
  };
}

function described(place: Place): string {
  switch (place.in) {
    case "idle":
      return "in no queue";
    case "queue":
      return `waiting since ${place.since}`;
    case "call":
      return `in call ${place.callId}`;
    default:
      return `in the ${place.in} ${place.matchId}`;
  }
}
