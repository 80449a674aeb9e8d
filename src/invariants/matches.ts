import type { Event } from "../../events/vocabulary.ts";
import type { Check, Note } from "./check.ts";

type Match = { userIds: readonly number[]; expiresAt: number; accepted: Set<number>; end?: string; startBy: number };

/**
 * An offer is accepted by its two people, each once and in time, or dropped; what is made becomes one call, in time, or
 * lapses.
 */
export function checkMatches(note: Note): Check {
  const matches = new Map<number, Match>();

  /** The match of an event, if it is there, of the same two, and not beyond the state in which the event may come. */
  function opened(event: Event & { data: { matchId: number; userIds?: number[] } }, end: string | undefined) {
    const { matchId, userIds } = event.data;
    const match = matches.get(matchId);
    if (!match) return void note(event, `${event.type} of match ${matchId}, which was never offered`);
    if (userIds && userIds.join() !== match.userIds.join()) {
      note(
        event,
        `${event.type} of match ${matchId} names users ${userIds.join(" and ")}, its offer ${
          match.userIds.join(" and ")
        }`,
      );
    }
    if (match.end !== end) {
      note(event, `${event.type} of match ${matchId}, ${match.end ? `which had ${match.end}` : "which is open"}`);
    }
    return match;
  }

  function accept(event: Event & { data: { matchId: number } }, match: Match, userId: number): void {
    const { matchId } = event.data;
    if (!match.userIds.includes(userId)) note(event, `user ${userId} accepts match ${matchId} of others`);
    if (match.accepted.has(userId)) note(event, `user ${userId} accepts match ${matchId} a second time`);
    match.accepted.add(userId);
  }

  return {
    see(event) {
      switch (event.type) {
        case "MatchOffered": {
          const { matchId, userIds, expiresAt } = event.data;
          if (matches.has(matchId)) note(event, `match ${matchId} is offered a second time`);
          matches.set(matchId, { userIds, expiresAt: Date.parse(expiresAt), accepted: new Set(), startBy: 0 });
          return;
        }
        case "MatchAccepted": {
          const match = opened(event, undefined);
          if (match) accept(event, match, event.data.userId);
          return;
        }
        case "MatchMade": {
          const { matchId, acceptedBy, madeAt, startBy } = event.data;
          const match = opened(event, undefined);
          if (!match) return;
          if (match.accepted.size !== 1) {
            note(event, `match ${matchId} is made after ${match.accepted.size} MatchAccepted, not one`);
          }
          accept(event, match, acceptedBy);
          if (Date.parse(madeAt) >= match.expiresAt) note(event, `match ${matchId} is made after its offer's deadline`);
          Object.assign(match, { end: event.type, startBy: Date.parse(startBy) });
          return;
        }
        case "MatchDropped": {
          const match = opened(event, undefined);
          if (match) match.end = event.type;
          return;
        }
        case "CallStarted":
        case "MatchLapsed": {
          const match = opened(event, "MatchMade");
          if (!match) return;
          if (event.type === "CallStarted" && Date.parse(event.data.startedAt) >= match.startBy) {
            note(event, `call ${event.data.callId} starts after the deadline of match ${event.data.matchId}`);
          }
          if (event.type === "MatchLapsed" && event.data.by !== null && !match.userIds.includes(event.data.by)) {
            note(event, `user ${event.data.by} ends match ${event.data.matchId} of others`);
          }
          match.end = event.type;
        }
      }
    },
  };
}
