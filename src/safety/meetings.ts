import type { z } from "zod";
import type { meeting } from "../../events/fields.ts";
import { callMatches, otherOf } from "../../projections/call_matches.ts";
import { callSessions } from "../../projections/call_sessions.ts";
import { chats } from "../../projections/chats.ts";
import { belongsTo, type Owned, owned } from "../access.ts";
import { type Fold, load, row } from "../boundary.ts";
import { type Refusal, refuse } from "../refusals.ts";
import type { System } from "../system.ts";

/** Where two people met. */
export type Met = z.output<typeof meeting>;

type TwoPeople = { user1_id: number; user2_id: number };

/** The two people of a meeting, by its kind. An app by which one may name another person adds its kind here. */
const twoOf = {
  match: (id: number): Fold<TwoPeople | undefined> => row(callMatches, { id }),
  call: (id: number): Fold<TwoPeople | undefined> => row(callSessions, { id }),
  chat: (id: number): Fold<TwoPeople | undefined> => row(chats, { id }),
} satisfies Partial<Record<Met["kind"] & Owned, unknown>>;

/**
 * The other person of a meeting that was one's own. Whether another one exists nobody learns; and as no app shows user
 * ids, those name nobody.
 */
export async function otherAt(
  { log, registry }: Pick<System, "log" | "registry">,
  { kind, id }: Met,
  me: number,
): Promise<number | Refusal> {
  if (!isTaken(kind)) return refuse("account.unknown");
  const { state } = await load(log, registry, { two: twoOf[kind](id) });
  return belongsTo(kind, state.two, me) ? otherOf(state.two, me) : refuse(owned[kind].unknown);
}

function isTaken(kind: Met["kind"]): kind is keyof typeof twoOf {
  return Object.hasOwn(twoOf, kind);
}
