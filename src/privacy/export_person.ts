import { z } from "zod";
import { tag } from "../../events/event.ts";
import type { Event } from "../../events/vocabulary.ts";
import { type Block, blocks } from "../../projections/safety/blocks.ts";
import { callRatings } from "../../projections/calls/call_ratings.ts";
import { callSessions } from "../../projections/calls/call_sessions.ts";
import { consentsOf } from "../../projections/accounts/consents.ts";
import { introductions } from "../../projections/saju/introductions.ts";
import { balanceOf } from "../../projections/gems/gem_balances.ts";
import { gemTransactions } from "../../projections/gems/gem_transactions.ts";
import { settingsOf } from "../../projections/calls/match_settings.ts";
import { payments } from "../../projections/gems/payments.ts";
import { type Report, reports } from "../../projections/safety/reports.ts";
import { sajuProfileOf } from "../../projections/saju/saju_profiles.ts";
import { sessions } from "../../projections/accounts/sessions.ts";
import { ratingOf, userById } from "../../projections/accounts/users.ts";
import { readAll } from "../deciding/boundary.ts";
import { locationOf } from "../calls/location.ts";
import { urlOf } from "../http/media.ts";
import type { Log } from "../log/log.ts";
import type { Keeping } from "./forget_person.ts";
import { named, shareOf } from "./shares.ts";

const record = z.record(z.string(), z.unknown());
const records = z.array(record);

const exported = z.object({
  exported_at: z.iso.datetime(),
  account: record,
  sessions: records,
  /** When each known login address expires; the addresses themselves are kept only as keyed hashes. */
  known_addresses: z.array(z.object({ until: z.iso.datetime() })),
  /** The newest version of each kind that they agreed to. */
  consents: records,
  settings: record.nullable(),
  location: record.nullable(),
  calls: records,
  ratings: z.object({ given: records, received: record }),
  gems: z.object({ balance: z.int(), transactions: records, payments: records }),
  blocks: records,
  reports: records,
  pictures: z.array(z.string()),
  saju: z.object({ profile: record.nullable(), requests: records }),
  /** What the log says of them, in its order. */
  events: z.array(z.object({ at: z.iso.datetime(), type: z.string(), data: record })),
});

const example: z.output<typeof exported> = {
  exported_at: "2026-03-02T10:00:00.000Z",
  account: {
    id: 7,
    username: "mina",
    age: 25,
    gender: "female",
    email: null,
    date_joined: "2026-03-01T09:00:00.000Z",
  },
  sessions: [{ device: "Chrome", address: "203.0.113.7", started_at: "2026-03-02T09:30:12.000Z", ended_at: null }],
  consents: [],
  known_addresses: [{ until: "2026-05-31T09:30:12.000Z" }],
  settings: { preferred_gender: "male", age_min: 20, age_max: 35, radius_km: null },
  location: null,
  calls: [{ call_id: 12, started_at: "2026-03-02T09:30:12.000Z", duration_sec: 651 }],
  ratings: { given: [{ call_id: 12, rating: 5, comment: "좋았어요" }], received: { count: 1, mean: 4 } },
  gems: {
    balance: 85,
    transactions: [{ id: 41, amount: 100, reason: "charge", created_at: "2026-03-02T09:20:00.000Z" }],
    payments: [{ provider: "development", product_id: "gems_100", gems: 100, revoked: false }],
  },
  blocks: [],
  reports: [],
  pictures: [],
  saju: { profile: null, requests: [] },
  events: [{ at: "2026-03-02T09:30:00.000Z", type: "MatchRequested", data: {} }],
};

/** An export: everything kept about one person, and nothing about anybody else. */
export const personExport = exported.meta({ id: "Export", examples: [example] });

/** Gathers all that is a person's; nothing if they have no account. */
export async function exportPerson(
  keeping: Keeping,
  userId: number,
): Promise<z.output<typeof personExport> | undefined> {
  const { media, attempts, system: { sql, log, registry, now } } = keeping;
  const { table } = registry;
  const me = await userById(registry, userId);
  if (!me || me.erased_at !== null) return undefined;
  const { rating_sum: _, rating_count, ...account } = me;
  const mySessions = await sql<{ id: string }[]>`
    SELECT id, device, address, started_at, refreshed_at, expires_at, ended_at, end_reason FROM ${table(sessions)}
    WHERE user_id = ${userId} ORDER BY started_at, id`;
  const reported = await sql<(Pick<Report, "id" | "about_kind" | "about_id" | "reason"> & { created_at: Date })[]>`
    SELECT id, about_kind, about_id, reason, created_at FROM ${table(reports)}
    WHERE reporter_id = ${userId} ORDER BY id`;
  const files = (await media.of(userId)).map(({ name }) => urlOf(name));
  const blocked = await sql<(Pick<Block, "id" | "met_kind" | "met_id"> & { created_at: Date })[]>`
    SELECT id, met_kind, met_id, created_at FROM ${table(blocks)} WHERE blocker_id = ${userId} ORDER BY id`;
  return {
    exported_at: now().toISOString(),
    account,
    sessions: [...mySessions],
    known_addresses: (await attempts.knownUntil(userId)).map((until) => ({ until: until.toISOString() })),
    consents: await consentsOf(registry, userId),
    settings: await settingsOf(registry, userId) ?? null,
    location: await locationOf(sql, userId) ?? null,
    calls: [
      ...await sql`
      SELECT id AS call_id, match_id, started_at, ended_at, duration_sec FROM ${table(callSessions)}
      WHERE user1_id = ${userId} OR user2_id = ${userId} ORDER BY id`,
    ],
    ratings: {
      given: [
        ...await sql`
        SELECT call_session_id AS call_id, rating, comment, created_at FROM ${table(callRatings)}
        WHERE rater_id = ${userId} ORDER BY id`,
      ],
      received: { count: rating_count, mean: ratingOf(me) },
    },
    gems: {
      balance: await balanceOf(registry, userId),
      transactions: [
        ...await sql`
        SELECT id, amount, reason, match_id, created_at FROM ${table(gemTransactions)}
        WHERE user_id = ${userId} ORDER BY created_at, id`,
      ],
      payments: [
        ...await sql`
        SELECT provider, product_id, gems, charged_at, revoked FROM ${table(payments)}
        WHERE user_id = ${userId} ORDER BY charged_at`,
      ],
    },
    blocks: blocked.map(({ met_kind, met_id, ...block }) => ({ ...block, met: named({ kind: met_kind, id: met_id }) })),
    reports: reported.map(({ about_kind, about_id, ...report }) => ({
      ...report,
      about: named({ kind: about_kind, id: about_id }),
    })),
    saju: {
      profile: await sajuProfileOf(registry, userId) ?? null,
      requests: [
        ...await sql`
        SELECT id AS match_id, status, requester_id = ${userId} AS by_me, chat_id, created_at,
          decided_at FROM ${table(introductions)}
        WHERE requester_id = ${userId} OR receiver_id = ${userId} ORDER BY id`,
      ],
    },
    pictures: me.profile_image === null || files.includes(me.profile_image) ? files : [...files, me.profile_image],
    events: await eventsOf(log, userId, mySessions.map(({ id }) => id)),
  };
}

const sessionsAtOnce = 50;

/** What the log says of a person: what is tagged with them, and how their sessions went on. */
async function eventsOf(log: Log, userId: number, sessionIds: readonly string[]) {
  const events: Event[] = await readAll(log, { any: [{ tags: [tag.user(userId)] }] }, 0);
  for (let n = 0; n < sessionIds.length; n += sessionsAtOnce) {
    const some = sessionIds.slice(n, n + sessionsAtOnce);
    const any = some.map((id) => ({ types: ["SessionRefreshed" as const], tags: [tag.session(id)] }));
    events.push(...await readAll(log, { any }, 0));
  }
  return events.sort((a, b) => a.position - b.position).flatMap((event) => {
    const data = shareOf(event, userId);
    return data ? [{ at: event.recordedAt.toISOString(), type: event.type, data }] : [];
  });
}
