import type { callEvents } from "../../../events/calls.ts";
import type { Event } from "../../../events/vocabulary.ts";
import { ignored, type Invariant, type Note } from "../../app/invariants.ts";

type Match = { userIds: readonly number[]; expiresAt: number; accepted: Set<number>; end?: string; startBy: number };

/**
 * An offer is accepted by its two people, each once and in time, or dropped; what is made becomes one call, in time, or
 * lapses.
 */
export const matches: Invariant<keyof typeof callEvents> = {
  says: "a match has the two's yes, in time, and every offer and every match comes to one end",
  begin(note) {
    const { matches, opened, accept } = matchesSeen(note);
    return {
      on: {
        ...ignored("MatchSettingsSaved", "MatchRequested", "MatchRequestEnded", "CallEnded", "CallRated"),
        MatchOffered(event) {
          const { matchId, userIds, expiresAt } = event.data;
          if (matches.has(matchId)) note(event, `match ${matchId} is offered a second time`);
          matches.set(matchId, { userIds, expiresAt: Date.parse(expiresAt), accepted: new Set(), startBy: 0 });
        },
        MatchAccepted(event) {
          const match = opened(event, undefined);
          if (match) accept(event, match, event.data.userId);
        },
        MatchMade(event) {
          const { matchId, acceptedBy, madeAt, startBy } = event.data;
          const match = opened(event, undefined);
          if (!match) return;
          if (match.accepted.size !== 1) {
            note(event, `match ${matchId} is made after ${match.accepted.size} MatchAccepted, not one`);
          }
          accept(event, match, acceptedBy);
          if (Date.parse(madeAt) >= match.expiresAt) note(event, `match ${matchId} is made after its offer's deadline`);
          Object.assign(match, { end: event.type, startBy: Date.parse(startBy) });
        },
        MatchDropped(event) {
          const match = opened(event, undefined);
          if (match) match.end = event.type;
        },
        CallStarted(event) {
          const match = opened(event, "MatchMade");
          if (!match) return;
          if (Date.parse(event.data.startedAt) >= match.startBy) {
            note(event, `call ${event.data.callId} starts after the deadline of match ${event.data.matchId}`);
          }
          match.end = event.type;
        },
        MatchLapsed(event) {
          const { matchId, by } = event.data;
          const match = opened(event, "MatchMade");
          if (!match) return;
          if (by !== null && !match.userIds.includes(by)) note(event, `user ${by} ends match ${matchId} of others`);
          match.end = event.type;
        },
      },
    };
  },
};

function matchesSeen(note: Note) {
  const matches = new Map<number, Match>();
  return {
    matches,
    /** The match of an event, if it is there, of the same two, and not beyond the state in which the event may come. */
    opened(event: Event & { data: { matchId: number; userIds?: number[] } }, end: string | undefined) {
      const { matchId, userIds } = event.data;
      const match = matches.get(matchId);
      if (!match) return void note(event, `${event.type} of match ${matchId}, which was never offered`);
      if (userIds && userIds.join() !== match.userIds.join()) {
        const [named, offered] = [userIds.join(" and "), match.userIds.join(" and ")];
        note(event, `${event.type} of match ${matchId} names users ${named}, its offer ${offered}`);
      }
      if (match.end !== end) {
        note(event, `${event.type} of match ${matchId}, ${match.end ? `which had ${match.end}` : "which is open"}`);
      }
      return match;
    },
    accept(event: Event & { data: { matchId: number } }, match: Match, userId: number): void {
      const { matchId } = event.data;
      if (!match.userIds.includes(userId)) note(event, `user ${userId} accepts match ${matchId} of others`);
      if (match.accepted.has(userId)) note(event, `user ${userId} accepts match ${matchId} a second time`);
      match.accepted.add(userId);
    },
  };
}
