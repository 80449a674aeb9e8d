import type { Event } from "../../events/vocabulary.ts";
import { gemBalances } from "../../projections/gems/gem_balances.ts";
import { gemTransactions } from "../../projections/gems/gem_transactions.ts";
import { isLedgerEvent, signedAmount } from "../../projections/gems/ledger.ts";
import type { Reader } from "../../projections/projection.ts";
import { checkBlocks } from "./blocks.ts";
import { checkCalls } from "./calls.ts";
import { checkChats } from "./chats.ts";
import type { Check, Limits, Note } from "./check.ts";
import { checkCooldown } from "./cooldown.ts";
import { checkGems } from "./gems.ts";
import { checkIntroductions } from "./introductions.ts";
import { checkMatches } from "./matches.ts";
import { checkNames } from "./names.ts";
import { checkPayments } from "./payments.ts";
import { checkPeople } from "./people.ts";
import { checkRatings } from "./ratings.ts";
import { checkSequence } from "./sequence.ts";
import { checkSuspensions } from "./suspensions.ts";
import type { Log } from "../log/log.ts";

/** What must hold of every log, by the name that each violation begins with. */
export const invariants = {
  sequence: "positions are gapless, and recorded times never go back",
  names: "a username belongs to one account at a time",
  people: "nobody is in two offers, matches or calls at once, and only those who wait are offered",
  cooldown: "two people are not shown each other again within the cooldown",
  matches: "a match has the two's yes, in time, and every offer and every match comes to one end",
  calls: "each call belongs to one match that was made, and ends once",
  gems: "gems are spent with a match, in full, never beyond the balance, and come back if it lapses",
  payments: "a payment is credited once, and never after it was revoked",
  blocks: "no offer, match, call or message begins or goes on between people with a block in force",
  suspensions: "who is suspended is in nothing, and begins nothing",
  ratings: "an ended call is rated by the two of it, each once",
  chats: "the two of a chat write, one message after the other, each once, until one has left it",
  introductions:
    "two people are introduced once, to one end, and a yes opens their chat; a day has one list, with nobody twice",
} as const;

type Invariant = keyof typeof invariants;

const checks: Record<Invariant, (note: Note, limits: Limits) => Check> = {
  sequence: checkSequence,
  names: checkNames,
  people: checkPeople,
  cooldown: checkCooldown,
  matches: checkMatches,
  calls: checkCalls,
  gems: checkGems,
  payments: checkPayments,
  blocks: checkBlocks,
  suspensions: checkSuspensions,
  ratings: checkRatings,
  chats: checkChats,
  introductions: checkIntroductions,
};

const pageSize = 5_000;

/** A log's events after a position, up to the one that is the last when it is reached, page by page. */
export async function* pagesOf(log: Pick<Log, "read">, position = 0): AsyncGenerator<Event[]> {
  for (let after = position;;) {
    const page = await log.read({ after, limit: pageSize });
    if (page.length === 0) return;
    yield page;
    after = page[page.length - 1].position;
  }
}

/**
 * Walks a history once, from its first event, and says everything in it that must never be. Pure.
 *
 * @param history a log, or the pages of one in order
 * @param limits the rules the history was made under
 * @returns one sentence a violation, `name: what is wrong, with ids and positions`; empty when all is well
 */
export async function checkInvariants(
  history: AsyncIterable<Event[]> | Pick<Log, "read">,
  limits: Limits,
): Promise<string[]> {
  const violations: string[] = [];
  const running = Object.entries(checks).map(([name, begin]) =>
    begin((event, sentence) => violations.push(`${name}: at ${event.position}, ${sentence}`), limits)
  );
  let last: Event | undefined;
  for await (const page of "read" in history ? pagesOf(history) : history) {
    for (const event of page) for (const check of running) check.see(event);
    last = page.at(-1) ?? last;
  }
  if (last) { for (const check of running) check.end?.(last); }
  return violations;
}

type Balance = { user_id: number; balance: number | null; total: number };

/**
 * Compares each balance with the sum of its ledger, in SQL, and with the log. Every account has a balance.
 *
 * @returns one sentence a violation, with user ids
 * @throws when the two tables are being written meanwhile
 */
export async function checkBalances(reader: Reader, log: Pick<Log, "read">): Promise<string[]> {
  const { sql, table } = reader;
  const at = await tablesPosition(reader);
  const folded = new Map<number, number>();
  for await (const page of pagesOf(log)) {
    for (const event of page) {
      if (event.position > at) continue;
      if (event.type === "AccountRegistered") folded.set(event.data.userId, 0);
      if (!isLedgerEvent(event)) continue;
      folded.set(event.data.userId, (folded.get(event.data.userId) ?? 0) + signedAmount(event));
    }
  }
  const violations: string[] = [];
  const rows = sql<Balance[]>`
    SELECT user_id, b.balance, coalesce(l.total, 0) AS total FROM ${table(gemBalances)} b
    FULL JOIN (SELECT user_id, sum(amount)::bigint AS total FROM ${table(gemTransactions)} GROUP BY user_id) l
    USING (user_id)`;
  await rows.cursor(pageSize, (page) => {
    for (const { user_id, balance, total } of page) {
      const log = folded.get(user_id) ?? null;
      folded.delete(user_id);
      if (balance === total && balance === log) continue;
      violations.push(`user ${user_id} has ${balance} gems, the ledger adds up to ${total}, the log to ${log}`);
    }
  });
  for (const [userId, gems] of folded) violations.push(`user ${userId} has no balance, and ${gems} gems by the log`);
  if (await tablesPosition(reader) !== at) {
    throw new Error(`The gem tables moved on from ${at} while they were compared.`);
  }
  return violations;
}

async function tablesPosition({ sql, position }: Reader): Promise<number> {
  const [at] = await sql<{ balances: number; ledger: number }[]>`
    SELECT ${position(gemBalances)} AS balances, ${position(gemTransactions)} AS ledger`;
  if (at.balances === at.ledger) return at.balances;
  throw new Error(
    `gem_balances is at ${at.balances} and gem_transactions at ${at.ledger}; compare them when both are still.`,
  );
}
