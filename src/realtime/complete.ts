import type { CallMatch } from "../../projections/calls/call_matches.ts";
import { isBlocked } from "../../projections/safety/pairs.ts";
import { pairOf } from "../accounts/state.ts";
import { match } from "../calls/state.ts";
import { wallet } from "../gems/state.ts";
import { otherOf } from "../../projections/two.ts";
import { offerFor } from "../calls/waiting.ts";
import { load } from "../deciding/boundary.ts";
import type { System } from "../system.ts";
import type { Frame } from "./protocol.ts";
import type { Draft } from "./push.ts";

/** Completes a frame with what only the read models know: the person offered, the balance of gems. */
export async function complete(system: System, draft: Draft, viewer: number): Promise<Frame | undefined> {
  if (!("lacks" in draft)) return draft;
  if (draft.lacks === "balance") {
    const { state } = await load(system.log, system.registry, { wallet: wallet(viewer) });
    const { type, amount, reason } = draft;
    return { type, data: { balance: state.wallet?.balance ?? 0, amount, reason } };
  }
  const { state } = await load(system.log, system.registry, { match: match(draft.matchId) });
  if (!state.match || await isPastBlock(system, state.match, viewer)) return undefined;
  return { type: draft.type, data: await offerFor(system, state.match, viewer) };
}

/** Whether an offer is repeated to someone who, because of a block, must not see the other's present picture. */
async function isPastBlock({ log, registry }: System, match: CallMatch, viewer: number): Promise<boolean> {
  if (match.status === "offered") return false;
  const { state } = await load(log, registry, { pair: pairOf([viewer, otherOf(match, viewer)]) });
  return isBlocked(state.pair);
}
