import type { callEvents } from "../../../events/calls.ts";
import type { Event } from "../../../events/vocabulary.ts";
import { type Check, ignored, type Invariant, type Note } from "../../app/invariants.ts";

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
export const people: Invariant<keyof typeof callEvents> = {
  says: "nobody is in two offers, matches or calls at once, and only those who wait are offered",
  begin(note) {
    const places = new Map<number, Place>();
    return {
      on: {
        ...ignored("MatchSettingsSaved", "MatchAccepted", "CallRated"),
        ...queue(note, places),
        ...offers(note, places),
        ...calls(note, places),
        AccountSuspended(event) {
          const { userId } = event.data;
          const place = placeIn(places, userId);
          if (place.in !== "idle") note(event, `user ${userId} is suspended and is ${described(place)}`);
        },
      },
    };
  },
};

type On<T extends keyof typeof callEvents> = Pick<Check<keyof typeof callEvents>["on"], T>;

function queue(note: Note, places: Map<number, Place>): On<"MatchRequested" | "MatchRequestEnded"> {
  return {
    MatchRequested(event) {
      const { userId, since } = event.data;
      const place = placeIn(places, userId);
      if (place.in !== "idle") note(event, `user ${userId} enters the queue and is ${described(place)}`);
      places.set(userId, { in: "queue", since });
    },
    MatchRequestEnded(event) {
      const { userId } = event.data;
      const place = placeIn(places, userId);
      if (place.in !== "queue") note(event, `user ${userId} leaves the queue and is ${described(place)}`);
      places.set(userId, idle);
    },
  };
}

function offers(note: Note, places: Map<number, Place>): On<"MatchOffered" | "MatchDropped"> {
  return {
    MatchOffered(event) {
      const { matchId, userIds, waitingSince } = event.data;
      if (userIds[0] === userIds[1]) note(event, `user ${userIds[0]} is offered themselves in match ${matchId}`);
      userIds.forEach((userId, n) => {
        const place = placeIn(places, userId);
        if (place.in !== "queue") {
          note(event, `user ${userId} is offered match ${matchId} and is ${described(place)}`);
        } else if (place.since !== waitingSince[n]) {
          note(event, `user ${userId} waits since ${place.since}, and by match ${matchId} since ${waitingSince[n]}`);
        }
        places.set(userId, { in: "offer", matchId, since: waitingSince[n] });
      });
    },
    MatchDropped(event) {
      const { matchId, userIds, requeued } = event.data;
      const before = new Map(userIds.map((userId) => [userId, placeIn(places, userId)]));
      move({ note, places }, event, "offer", idle);
      for (const userId of requeued) {
        const place = before.get(userId);
        if (!place) note(event, `user ${userId} is put back in the queue by match ${matchId} of others`);
        else if ("since" in place) places.set(userId, { in: "queue", since: place.since });
      }
    },
  };
}

function calls(note: Note, places: Map<number, Place>): On<"MatchMade" | "MatchLapsed" | "CallStarted" | "CallEnded"> {
  const of = { note, places };
  return {
    MatchMade: (event) => move(of, event, "offer", { in: "match", matchId: event.data.matchId, since: "" }),
    MatchLapsed: (event) => move(of, event, "match", idle),
    CallStarted: (event) => move(of, event, "match", { in: "call", callId: event.data.callId }),
    CallEnded(event) {
      const { callId, userIds } = event.data;
      for (const userId of userIds) {
        const place = placeIn(places, userId);
        if (place.in === "call" && place.callId === callId) places.set(userId, idle);
        else note(event, `call ${callId} of user ${userId} ends, who is ${described(place)}`);
      }
    },
  };
}

const placeIn = (places: ReadonlyMap<number, Place>, userId: number) => places.get(userId) ?? idle;

/** Moves two people on who must be in a match just now. */
function move(
  { note, places }: { note: Note; places: Map<number, Place> },
  event: Event & { data: { matchId: number; userIds: number[] } },
  from: Place["in"],
  to: Place,
): void {
  for (const userId of event.data.userIds) {
    const place = placeIn(places, userId);
    const isThere = place.in === from && (!("matchId" in place) || place.matchId === event.data.matchId);
    if (!isThere) note(event, `user ${userId} of ${event.type} of match ${event.data.matchId} is ${described(place)}`);
    places.set(userId, to);
  }
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
