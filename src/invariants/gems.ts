import type { Event, EventOf } from "../../events/vocabulary.ts";
import type { Check, Note } from "./check.ts";

type Entry = EventOf<"GemsSpent" | "GemsReturned">;

/**
 * Spending stands right before its match, in one append, and is what the offer said it would cost; what a lapsed match
 * had cost stands right before its lapse. No spending takes a balance below zero.
 */
export function checkGems(note: Note): Check {
  const balances = new Map<number, number>();
  const costs = new Map<number, Map<number, number>>();
  const entryIds = new Set<number>();
  /** Entries whose match or lapse must be next. */
  let pending: Entry[] = [];

  function add(event: EventOf<"GemsCharged" | "GemsRevoked" | "GemsGranted"> | Entry, amount: number): number {
    const { entryId, userId } = event.data;
    if (entryIds.has(entryId)) note(event, `entry ${entryId} of user ${userId} is there twice`);
    entryIds.add(entryId);
    const balance = (balances.get(userId) ?? 0) + amount;
    balances.set(userId, balance);
    return balance;
  }

  /** Whether an event is of the same append as the entries that wait for it. */
  const belongs = (event: Event, entry: Entry) =>
    ("for" in event.data && event.data.for.kind === entry.data.for.kind && event.data.for.id === entry.data.for.id ||
      "matchId" in event.data && entry.data.for.kind === "match" && event.data.matchId === entry.data.for.id) &&
    event.meta.correlationId === entry.meta.correlationId;

  function lonely(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const needed = entry.type === "GemsSpent" ? "MatchMade" : "MatchLapsed";
      const { amount, userId, for: purpose } = entry.data;
      note(
        entry,
        `${entry.type} of ${amount} by user ${userId} for ${purpose.kind} ${purpose.id} stands without its ${needed}`,
      );
    }
  }

  /** Compares the entries before a match or lapse with what the offer costs each of the two. */
  function settle(event: EventOf<"MatchMade" | "MatchLapsed">): void {
    const type = event.type === "MatchMade" ? "GemsSpent" : "GemsReturned";
    const mine = pending.filter((entry) => entry.type === type && belongs(event, entry));
    lonely(pending.filter((entry) => !mine.includes(entry)));
    pending = [];
    const { matchId, userIds } = event.data;
    for (const userId of new Set([...userIds, ...mine.map((entry) => entry.data.userId)])) {
      const amounts = mine.filter((entry) => entry.data.userId === userId).map((entry) => entry.data.amount);
      const cost = costs.get(matchId)?.get(userId) ?? 0;
      if (amounts.join() === (cost > 0 ? String(cost) : "")) continue;
      note(
        event,
        `${event.type} of match ${matchId} costs user ${userId} ${cost} gems, and ${type} is ${
          amounts.join(" and ") || "none"
        }`,
      );
    }
  }

  return {
    see(event) {
      if (event.type === "MatchMade" || event.type === "MatchLapsed") return settle(event);
      const isEntry = event.type === "GemsSpent" || event.type === "GemsReturned";
      if (pending.length > 0 && !(isEntry && belongs(event, pending[0]))) {
        lonely(pending);
        pending = [];
      }
      switch (event.type) {
        case "MatchOffered": {
          const { matchId, userIds } = event.data;
          return void costs.set(matchId, new Map(userIds.map((userId, n) => [userId, event.data.costs[n]])));
        }
        case "GemsCharged": {
          const balance = add(event, event.data.amount);
          if (balance !== event.data.balanceAfter) {
            note(event, `user ${event.data.userId} has ${balance} gems, and ${event.data.balanceAfter} by GemsCharged`);
          }
          return;
        }
        case "GemsGranted":
          return void add(event, event.data.amount);
        case "GemsRevoked":
          return void add(event, -event.data.amount);
        case "GemsSpent": {
          const balance = add(event, -event.data.amount);
          if (balance < 0) {
            note(event, `user ${event.data.userId} spends ${event.data.amount} gems and has ${balance} left`);
          }
          return void pending.push(event);
        }
        case "GemsReturned":
          add(event, event.data.amount);
          pending.push(event);
      }
    },
    end: () => lonely(pending),
  };
}
