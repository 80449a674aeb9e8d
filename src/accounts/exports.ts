import { z } from "zod";
import { tag } from "../../events/event.ts";
import { consentsOf } from "../../projections/accounts/consents.ts";
import { sessions } from "../../projections/accounts/sessions.ts";
import { userById } from "../../projections/accounts/users.ts";
import { type Besides, exportPart, record, records } from "../app/exports.ts";
import { urlOf } from "../http/media.ts";

/** What accounts know of a person. */
export const exports = {
  account: exportPart({
    schema: record,
    example: {
      id: 7,
      username: "mina",
      age: 25,
      gender: "female",
      email: null,
      date_joined: "2026-03-01T09:00:00.000Z",
    },
    async read({ registry }, userId) {
      const { rating_sum: _, rating_count: __, ...account } = await userById(registry, userId) ?? {};
      return account;
    },
  }),
  sessions: exportPart({
    schema: records,
    example: [{ device: "Chrome", address: "203.0.113.7", started_at: "2026-03-02T09:30:12.000Z", ended_at: null }],
    read: async ({ sql, registry: { table } }, userId) => [
      ...await sql`
        SELECT id, device, address, started_at, refreshed_at, expires_at, ended_at, end_reason FROM ${table(sessions)}
        WHERE user_id = ${userId} ORDER BY started_at, id`,
    ],
  }),
  /** When each known login address expires; the addresses themselves are kept only as keyed hashes. */
  known_addresses: exportPart({
    schema: z.array(z.object({ until: z.iso.datetime() })),
    example: [{ until: "2026-05-31T09:30:12.000Z" }],
    read: async ({ attempts }, userId) =>
      (await attempts.knownUntil(userId)).map((until) => ({ until: until.toISOString() })),
  }),
  /** The newest version of each kind that they agreed to. */
  consents: exportPart<Record<string, unknown>[]>({
    schema: records,
    example: [],
    read: ({ registry }, userId) => consentsOf(registry, userId),
  }),
  pictures: exportPart<string[]>({
    schema: z.array(z.string()),
    example: [],
    async read({ media, registry }, userId) {
      const files = (await media.of(userId)).map(({ name }) => urlOf(name));
      const shown = (await userById(registry, userId))?.profile_image ?? null;
      return shown === null || files.includes(shown) ? files : [...files, shown];
    },
  }),
};

const sessionsAtOnce = 50;

/** How a person's sessions went on: that carries only the session's tag. */
export const sessionsRefreshed: Besides = async ({ sql, registry: { table } }, userId) => {
  const found = await sql<{ id: string }[]>`SELECT id FROM ${table(sessions)} WHERE user_id = ${userId}`;
  const any = found.map(({ id }) => ({ types: ["SessionRefreshed" as const], tags: [tag.session(id)] }));
  const groups = Math.ceil(any.length / sessionsAtOnce);
  return Array.from({ length: groups }, (_, n) => ({ any: any.slice(n * sessionsAtOnce, (n + 1) * sessionsAtOnce) }));
};
