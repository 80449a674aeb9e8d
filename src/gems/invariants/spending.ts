import type { gemEvents } from "../../../events/gems.ts";
import type { Event, EventOf } from "../../../events/vocabulary.ts";
import { entriesOf, type LedgerEvent } from "../../../projections/gems/ledger.ts";
import type { Bill, Priced } from "../../app/priced.ts";
import type { Invariant, Note } from "../../app/invariants.ts";

type Entry = EventOf<"GemsSpent" | "GemsReturned">;

/**
 * Spending stands right before what it pays for, in one append, and is what that costs; what had been paid stands right
 * before the event that gives it back. No spending and no gift takes a balance below zero.
 */
export const spending: Invariant<keyof typeof gemEvents> = {
  says:
    "gems are spent with what they pay for, in full, never beyond the balance, and come back if it comes to nothing",
  begin(note, { priced }) {
    const add = ledgerChecked(note);
    const bills = billsChecked(note, priced);
    return {
      before: bills.see,
      on: {
        PaymentRevoked: () => {},
        GemsCharged(event) {
          const balance = add(event);
          if (balance === event.data.balanceAfter) return;
          note(event, `user ${event.data.userId} has ${balance} gems, and ${event.data.balanceAfter} by GemsCharged`);
        },
        GemsGranted: add,
        GemsRevoked: add,
        GemsGiven(event) {
          const balance = add(event);
          if (balance < 0) {
            note(event, `user ${event.data.userId} gives ${event.data.amount} gems and has ${balance} left`);
          }
        },
        GemsSpent(event) {
          const balance = add(event);
          if (balance < 0) {
            note(event, `user ${event.data.userId} spends ${event.data.amount} gems and has ${balance} left`);
          }
          bills.expect(event);
        },
        GemsReturned(event) {
          add(event);
          bills.expect(event);
        },
      },
      end: bills.end,
    };
  },
};

/** Adds up balances, each entry once; says what the one has by then whom the event names first. */
function ledgerChecked(note: Note): (event: LedgerEvent) => number {
  const balances = new Map<number, number>();
  const entryIds = new Set<number>();
  return (event) => {
    for (const { id, userId, amount } of entriesOf(event)) {
      if (entryIds.has(id)) note(event, `entry ${id} of user ${userId} is there twice`);
      entryIds.add(id);
      balances.set(userId, (balances.get(userId) ?? 0) + amount);
    }
    return balances.get(event.data.userId) ?? 0;
  };
}

const named = ({ kind, id }: { kind: string; id: number }) => `${kind} ${id}`;

/** Compares entries with the event that must be next, and with what it costs each of its people. */
function billsChecked(note: Note, priced: readonly Priced[]) {
  const readers = priced.map((of) => ({ of, read: of.bills() }));
  /** Entries whose event must be next. */
  let pending: Entry[] = [];

  /** The event that entries of this type stand before. */
  const neededFor = (of: Priced | undefined, type: Entry["type"]) =>
    type === "GemsSpent" ? of?.paidWith : of?.returnedWith;
  const isEntry = (event: Event): event is Entry => event.type === "GemsSpent" || event.type === "GemsReturned";
  const isOf = (entry: Entry, thing: string, event: Event) =>
    named(entry.data.for) === thing && entry.meta.correlationId === event.meta.correlationId;

  function lonely(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const { amount, userId, for: thing } = entry.data;
      const needed = neededFor(priced.find(({ kind }) => kind === thing.kind), entry.type) ?? "event";
      note(entry, `${entry.type} of ${amount} by user ${userId} for ${named(thing)} stands without its ${needed}`);
    }
  }

  function settle(event: Event, of: Priced, { id, costs }: Bill): void {
    const thing = named({ kind: of.kind, id });
    const type = event.type === of.paidWith ? "GemsSpent" : "GemsReturned";
    const mine = pending.filter((entry) => entry.type === type && isOf(entry, thing, event));
    lonely(pending.filter((entry) => !mine.includes(entry)));
    pending = [];
    for (const userId of new Set([...costs.keys(), ...mine.map((entry) => entry.data.userId)])) {
      const amounts = mine.filter((entry) => entry.data.userId === userId).map((entry) => entry.data.amount);
      const cost = costs.get(userId) ?? 0;
      if (amounts.join() === (cost > 0 ? String(cost) : "")) continue;
      const found = amounts.join(" and ") || "none";
      note(event, `${event.type} of ${thing} costs user ${userId} ${cost} gems, and ${type} is ${found}`);
    }
  }

  return {
    see(event: Event): void {
      for (const { of, read } of readers) {
        const bill = read(event);
        if (bill) settle(event, of, bill);
      }
      if (pending.length > 0 && !(isEntry(event) && isOf(event, named(pending[0].data.for), pending[0]))) {
        lonely(pending);
        pending = [];
      }
    },
    expect: (entry: Entry) => void pending.push(entry),
    end: () => lonely(pending),
  };
}
