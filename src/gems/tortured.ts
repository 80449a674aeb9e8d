import { z } from "zod";
import { type NewEvent, tag } from "../../events/event.ts";
import { GemsCharged, GemsSpent } from "../../events/gems.ts";
import { entriesOf, isLedgerEvent, ledgerTypes } from "../../projections/gems/ledger.ts";
import type { Customer, Line, Said, Saying, Tortured } from "../app/tortured.ts";
import type { Draw } from "../app/simulates.ts";
import type { Secrets } from "../configuration/secrets.ts";
import type { Log, Query } from "../log/log.ts";
import { developmentToken } from "./payments/development.ts";

const balance = z.looseObject({ gems: z.int() });
const product = { id: "gems_100", gems: 100 };
/** Few, so that writers meet at them. */
const wallets = 24;

/** The users whose wallets the writers share. */
const walletOf = (n: number): number => 1_000_000 + n;

type Wallet = { balance: number; after: number };

/** Writers spend from a few wallets under a guard on the balance; people buy. */
export const tortured: Tortured = {
  says: spending,
  customer,
  check: checkWallets,
  // writers spend without a match
  unkept: ["gems"],
};

/** Spends from one wallet, or from two in one command. */
function spending({ log, next }: { log: Pick<Log, "read">; next(): number }): Saying[] {
  const read = walletReader(log);

  function spendFrom(userId: number, { balance }: Wallet, draw: Draw): NewEvent {
    const entry = { entryId: next(), userId, at: new Date().toISOString() };
    const amount = draw.whole(1, 30);
    if (balance >= amount) return GemsSpent({ ...entry, amount, for: { kind: "match", id: next() } });
    return GemsCharged({
      ...entry,
      amount: product.gems,
      balanceAfter: balance + product.gems,
      provider: "torture",
      productId: product.id,
      paymentHash: `torture payment ${next()}`,
    });
  }

  async function say(draw: Draw): Promise<Said> {
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

  return [{ likelihood: 0.5, say }];
}

/** Returns what reads a wallet by the log: what was known of it, and the events since. */
function walletReader(log: Pick<Log, "read">): (userId: number) => Promise<Wallet> {
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

/** Somebody who buys and looks; in the end they have at each server what they bought, and can buy more. */
function customer({ name, doors, ask, insist, wrong }: Line, { secrets }: { secrets: Secrets }): Customer {
  const path = "/api/gem/charge/";
  const balancePath = "/api/gem/balance/";
  let bought = 0;

  async function buy(door?: string): Promise<void> {
    const of = { transactionId: crypto.randomUUID(), productId: product.id, kind: "payment" as const };
    const body = { payment_token: await developmentToken(secrets.jwtKeys[0], of) };
    const answer = await insist(path, { body, key: crypto.randomUUID(), door });
    if (answer.status === 200) bought++;
    else wrong(path, `${answer.status} ${JSON.stringify(answer.body)}`);
  }

  return {
    acts: [
      { likelihood: 0.2, act: () => buy() },
      { likelihood: 0.4, act: async () => void await ask(balancePath, { method: "GET" }) },
    ],
    async afterwards() {
      const sentences: string[] = [];
      for (const door of doors) {
        await buy(door);
        const { status, body } = await insist(balancePath, { method: "GET", door });
        const read = balance.safeParse(body);
        if (status === 200 && read.success && read.data.gems === product.gems * bought) continue;
        sentences.push(`${name} bought ${product.gems * bought} gems, and is told ${status} ${JSON.stringify(body)}`);
      }
      return sentences;
    },
  };
}

/** Keeps the balance of each wallet, and what is wrong with them. */
function checkWallets(): ReturnType<NonNullable<Tortured["check"]>> {
  const balances = new Map<number, number>();
  const wrong: string[] = [];
  return {
    name: "wallets",
    says: "no spending took a balance below zero",
    wrong,
    see(event) {
      if (!isLedgerEvent(event)) return;
      for (const { userId, amount } of entriesOf(event)) {
        const balance = (balances.get(userId) ?? 0) + amount;
        balances.set(userId, balance);
        if (balance < 0) wrong.push(`user ${userId} has ${balance} gems at ${event.position}`);
      }
      if (event.type !== "GemsCharged") return;
      const { userId, balanceAfter } = event.data;
      const balance = balances.get(userId);
      if (balanceAfter !== balance) {
        wrong.push(`user ${userId} has ${balance} gems at ${event.position}, and ${balanceAfter} by the event`);
      }
    },
  };
}
