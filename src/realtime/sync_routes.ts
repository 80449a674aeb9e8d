import { z } from "zod";
import { matchedUser } from "../calls/matched_user.ts";
import { type Availability, availability } from "../../projections/calls/availability.ts";
import { type CallMatch, callMatches } from "../../projections/calls/call_matches.ts";
import { type CallSession, callSessions } from "../../projections/calls/call_sessions.ts";
import { chats, chatsSeen, type SeenChat } from "../../projections/chat/chats.ts";
import { gemBalances } from "../../projections/gems/gem_balances.ts";
import { introductions, introductionsOf, type ListedIntroduction } from "../../projections/saju/introductions.ts";
import { messages } from "../../projections/chat/messages.ts";
import { chatsShown } from "../chat/chat_routes.ts";
import { asSeen, seenChat } from "../chat/seen_chat.ts";
import type { AnyProjection } from "../../projections/projection.ts";
import { offerFor } from "../calls/waiting.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import { instant } from "../http/fields.ts";
import { asSeen as asSeenIntroduction, seenIntroduction } from "../saju/as_seen.ts";
import type { System } from "../system.ts";
import type { Cursors } from "./cursor.ts";
import { access } from "./access.ts";

/** How many open requests a client is told of at once; all are at `GET /api/matches`. */
const introductionsShown = 100;

/** `GET /api/sync`: what a client shows, all of one moment, and the cursor to go on from. */
export function syncEndpoints(system: System, cursorsOf: (userId: number) => Cursors) {
  return [
    endpoint({
      ...access.sync,
      app: "realtime",
      summary: "Everything a client shows, as of one moment, with the cursor to resume from",
      description:
        "For a client that starts, or that got `recovered: false`: show this, then open the socket and `resume` from `cursor`.",
      answers: {
        200: z.object({
          cursor: z.string(),
          matching: z.boolean(),
          match: z.object({
            match_id: z.int(),
            status: z.enum(["offered", "matched"]),
            matched_user: matchedUser,
            expires_at: instant,
            start_by: instant.nullable(),
          }).nullable(),
          call: z.object({ call_session_id: z.string(), match_id: z.int(), started_at: instant }).nullable(),
          gems: z.object({ balance: z.int() }),
          chats: z.array(seenChat),
          introductions: z.array(seenIntroduction),
          interviews: z.array(z.never()),
        }).meta({ id: "Snapshot" }),
      },
      handle: async ({ user: { userId } }) => {
        const found = await snapshot(system, userId);
        const offer = found.match && await offerFor(system, found.match, userId);
        const place = { position: found.position, at: system.now() };
        return ok(200, {
          cursor: cursorsOf(userId).write(place),
          matching: found.availability?.status === "waiting" || found.availability?.status === "offered",
          match: found.match && offer
            ? {
              match_id: found.match.id,
              status: found.match.status === "made" ? "matched" as const : "offered" as const,
              matched_user: offer.matched_user,
              expires_at: offer.expires_at,
              start_by: found.match.start_by && new Date(found.match.start_by).toISOString(),
            }
            : null,
          call: found.call && {
            call_session_id: String(found.call.id),
            match_id: found.call.match_id,
            started_at: new Date(found.call.started_at).toISOString(),
          },
          gems: { balance: found.balance },
          chats: found.chats.map((chat) => asSeen(system.config, chat)),
          introductions: found.introductions.map((row) => asSeenIntroduction(system.config, row, userId)),
          interviews: [],
        }, { headers: { "cache-control": "no-store" } });
      },
    }),
  ];
}

type Snapshot = {
  position: number;
  availability: Availability | null;
  match: CallMatch | null;
  call: CallSession | null;
  balance: number;
  chats: SeenChat[];
  introductions: ListedIntroduction[];
};

/** One statement: the position is that of the read model furthest behind, so that nothing after it is missed. */
async function snapshot({ registry, looks }: System, userId: number): Promise<Snapshot> {
  const { sql, table, position } = registry;
  const parts = [availability, callMatches, callSessions, gemBalances, chats, messages, introductions]
    .map((model: AnyProjection) => position(model)).reduce((all, one) => sql`${all}, ${one}`);
  const [found] = await sql<Snapshot[]>`
    SELECT least(${parts}) AS position, ${
    chatsSeen(registry, looks, { userId, limit: chatsShown, offset: 0 })
  } AS chats,
      (SELECT coalesce(jsonb_agg(i.row), '[]') FROM (${
    introductionsOf(registry, userId, { status: "requested", limit: introductionsShown })
  }) i) AS introductions,
      to_jsonb(a) AS availability, to_jsonb(m) AS match, to_jsonb(c) AS call, coalesce(g.balance, 0) AS balance
    FROM (SELECT ${userId}::bigint AS id) me
    LEFT JOIN ${table(availability)} a ON a.user_id = me.id
    LEFT JOIN ${table(callMatches)} m ON m.id = a.match_id AND a.status IN ('offered', 'matched')
    LEFT JOIN ${table(callSessions)} c ON c.id = a.call_id AND a.status = 'in_call'
    LEFT JOIN ${table(gemBalances)} g ON g.user_id = me.id`;
  return found;
}
