import type { NewEvent } from "../../events/event.ts";
import { GemsReturned, GemsSpent } from "../../events/gems.ts";
import { type Refusal, refuse } from "../answers/refusals.ts";
import type { Context } from "../deciding/command.ts";

/** What gems are spent on: a thing of some app. */
export type Purpose = { kind: string; id: number };

/** What something costs one person, in gems. */
export type Cost = { userId: number; amount: number };

/** A person's gems as `wallet` reads them. */
type Wallet = { balance: number } | undefined;

/** Whether a person can pay. What is free needs no balance, even with a debt. */
export function affords(wallet: Wallet, amount: number): boolean {
  return amount === 0 || (wallet?.balance ?? 0) >= amount;
}

/** Refuses someone who has fewer gems than something costs. */
export function notEnough(wallet: Wallet, needed: number): Refusal | undefined {
  return affords(wallet, needed) ? undefined : refuse("gems.not_enough", { needed, balance: wallet?.balance ?? 0 });
}

/**
 * The ledger's entries for what something costs. Put them right before the event that they pay for, in the same append,
 * and read each payer's `wallet` before: what nobody can pay is not to be decided. Takes an id of kind `gem_entry` for
 * each who pays; what is free has no entry.
 */
export function spend(purpose: Purpose, costs: readonly Cost[], context: Pick<Context, "now" | "newId">): NewEvent[] {
  return entries(purpose, costs, context).map((entry) => GemsSpent(entry));
}

/** The ledger's entries that give back what something had cost. Put them right before the event that is the reason. */
export function giveBack(
  purpose: Purpose,
  costs: readonly Cost[],
  context: Pick<Context, "now" | "newId">,
): NewEvent[] {
  return entries(purpose, costs, context).map((entry) => GemsReturned(entry));
}

function entries(purpose: Purpose, costs: readonly Cost[], { now, newId }: Pick<Context, "now" | "newId">) {
  return costs.filter(({ amount }) => amount > 0).map(({ userId, amount }) => ({
    entryId: newId("gem_entry"),
    userId,
    amount,
    for: purpose,
    at: now.toISOString(),
  }));
}
