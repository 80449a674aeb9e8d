import type { z } from "zod";
import type { meeting } from "../../events/fields.ts";
import { callMatches } from "../../projections/calls/call_matches.ts";
import type { Fragment, Reader } from "../../projections/projection.ts";
import { otherOf, pairKey } from "../../projections/two.ts";
import { callSessions } from "../../projections/calls/call_sessions.ts";
import { appOfChat, chats } from "../../projections/chat/chats.ts";
import { introductions } from "../../projections/saju/introductions.ts";
import { wasRecommended } from "../../projections/saju/recommendations.ts";
import { type Fold, load, row } from "../deciding/boundary.ts";
import { type Refusal, refuse } from "../answers/refusals.ts";
import type { System } from "../system.ts";
import { belongsTo } from "../../projections/two.ts";
import { owned as ofCalls } from "../calls/access.ts";
import { owned as ofChat } from "../chat/access.ts";

/** Where two people met. */
export type Met = z.output<typeof meeting>;

/** Whether two people met in random calls; elsewhere they know each other by what they are called there. */
export function isOfCalls({ kind }: Met): boolean {
  return kind === "match" || kind === "call";
}

/** Inside a query: the app in which two people met. */
export const metIn = (reader: Reader) => ({ kind, id }: { kind: Fragment; id: Fragment }): Fragment =>
  reader.sql`CASE ${kind} WHEN 'chat' THEN ${appOfChat(reader, id)} WHEN 'user' THEN 'saju' ELSE 'calls' END`;

type TwoPeople = { user1_id: number; user2_id: number };

/** The two people of a meeting, by its kind. An app by which one may name another person adds its kind here. */
const twoOf = {
  match: (id: number): Fold<TwoPeople | undefined> => row(callMatches, { id }),
  call: (id: number): Fold<TwoPeople | undefined> => row(callSessions, { id }),
  chat: (id: number): Fold<TwoPeople | undefined> => row(chats, { id }),
};

const owned = { ...ofCalls, ...ofChat };

/**
 * The other person of a meeting that was one's own. Whether another one exists nobody learns: a user id names only those
 * whom one was recommended, who asked one, or whom one asked.
 */
export async function otherAt(
  { log, registry }: Pick<System, "log" | "registry">,
  { kind, id }: Met,
  me: number,
): Promise<number | Refusal> {
  if (kind === "user") return await isKnownTo(registry, log, me, id) ? id : refuse("account.unknown");
  const { state } = await load(log, registry, { two: twoOf[kind](id) });
  return belongsTo(owned[kind], state.two, me) ? otherOf(state.two, me) : refuse(owned[kind].unknown);
}

async function isKnownTo(registry: System["registry"], log: System["log"], me: number, id: number): Promise<boolean> {
  if (id === me) return false;
  if (await wasRecommended(registry, me, id)) return true;
  const { state } = await load(log, registry, { introduction: row(introductions, pairKey([me, id])) });
  return state.introduction !== undefined;
}
