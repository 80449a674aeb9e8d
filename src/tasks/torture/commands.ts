import { AccountRegistered } from "../../../events/accounts.ts";
import { MatchRequested, MatchRequestEnded } from "../../../events/calls.ts";
import { type NewEvent, tag } from "../../../events/event.ts";
import { GemsCharged, GemsSpent } from "../../../events/gems.ts";
import { entriesOf, isLedgerEvent, ledgerTypes } from "../../../projections/gems/ledger.ts";
import type { Guard, Log, Query } from "../../log/log.ts";
import type { Draw } from "../../app/simulates.ts";

/** What one command of a writer says, and under which guards. */
export type Said = { events: NewEvent[]; guards: Guard[] };

/** Few, so that writers meet at them. */
const wallets = 24;
/** Above what the database's sequences give, and apart for each process and each of its lives. */
const firstNumber = 10_000_000_000;
const numbersOfLife = 1_000_000;
const livesAtMost = 100_000;

/** The users whose wallets the writers share. */
const walletOf = (n: number): number => 1_000_000 + n;

type Wallet = { balance: number; after: number };

/**
 * Makes what the writers of one process say: spending from a few wallets under a guard on the balance, from one or from
 * two in one command; names that many want; plain facts of one to three pairs of events.
 */
export function makeCommands(log: Log, of: { process: number; life: number }) {
  const read = walletReader(log);
  let number = firstNumber + (of.process * livesAtMost + of.life) * numbersOfLife;
  let namesTried = 0;
  const next = () => ++number;

  function spendFrom(userId: number, { balance }: Wallet, draw: Draw): NewEvent {
    const entry = { entryId: next(), userId, at: now() };
    const amount = draw.whole(1, 30);
    if (balance >= amount) return GemsSpent({ ...entry, amount, for: { kind: "match", id: next() } });
    return GemsCharged({
      ...entry,
      amount: 100,
      balanceAfter: balance + 100,
      provider: "torture",
      productId: "gems_100",
      paymentHash: `torture payment ${next()}`,
    });
  }

  async function spending(draw: Draw): Promise<Said> {
    const first = draw.whole(1, wallets);
    const other = draw.chance(0.3) ? 1 + (first + draw.whole(0, wallets - 2)) % wallets : first;
    const said: Said = { events: [], guards: [] };
    for (const userId of new Set([walletOf(first), walletOf(other)])) {
      const wallet = await read(userId);
      said.events.push(spendFrom(userId, wallet, draw));
      said.guards.push({ any: [{ types: ledgerTypes, tags: [tag.user(userId)] }], after: wallet.after });
    }
    return said;
  }

  /** Everyone tries about the same names at about the same time. */
  function naming(draw: Draw): Said {
    const wanted = `torture name ${draw.whole(1, 10 + 3 * namesTried++)}`.padEnd(16, ".");
    const account = AccountRegistered({
      userId: next(),
      username: wanted,
      usernameHash: wanted,
      passwordHash: "nobody logs in with this",
      registeredAt: now(),
    });
    return { events: [account], guards: [{ any: [{ tags: [tag.username(wanted)] }], after: 0 }] };
  }

  return async (draw: Draw): Promise<Said> => {
    const kind = draw.next();
    if (kind < 0.5) return await spending(draw);
    return kind < 0.65 ? naming(draw) : plain(draw, next);
  };
}

const now = () => new Date().toISOString();

/** Facts under no guard. */
function plain(draw: Draw, next: () => number): Said {
  const events: NewEvent[] = [];
  for (let pairs = draw.whole(1, 3); pairs > 0; pairs--) {
    const userId = next();
    events.push(MatchRequested({ userId, since: now() }), MatchRequestEnded({ userId, reason: "cancelled" }));
  }
  return { events, guards: [] };
}

/** Returns what reads a wallet by the log: what was known of it, and the events since. */
function walletReader(log: Log): (userId: number) => Promise<Wallet> {
  const held = new Map<number, Wallet>();
  return async (userId) => {
    let { balance, after } = held.get(userId) ?? { balance: 0, after: 0 };
    const query: Query = { any: [{ types: ledgerTypes, tags: [tag.user(userId)] }] };
    const limit = 1_000;
    for (let more = true; more;) {
      const events = await log.read({ after, limit, query });
      for (const entry of events.filter(isLedgerEvent).flatMap(entriesOf)) {
        if (entry.userId === userId) balance += entry.amount;
      }
      after = events.at(-1)?.position ?? after;
      more = events.length === limit;
    }
    const known = { balance, after };
    // of two who read at once the later knows more
    if (after >= (held.get(userId)?.after ?? 0)) held.set(userId, known);
    return known;
  };
}
