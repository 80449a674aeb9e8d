import { tag } from "../events/event.ts";
import { introductions } from "./introductions.ts";
import { blockBetween } from "./pairs.ts";
import { type Fragment, projection, type Reader } from "./projection.ts";
import { type SajuProfile, sajuProfiles } from "./saju_profiles.ts";

/** Whom each person was shown on each day. */
export const recommendations = projection({
  name: "recommendations",
  version: 1,
  columns: {
    user_id: "bigint",
    /** A day of Korea's calendar. */
    day: "date",
    rules: "text",
    /** Their ids in the order in which they are shown, as JSON. */
    people: "text",
  },
  primaryKey: ["user_id", "day"],
  types: ["RecommendationsDrawn", "AccountErased"],
  tag: (key) => tag.user(Number(key.user_id)),
  keys: (
    { type, data },
  ) => [type === "AccountErased" ? { user_id: data.userId } : { user_id: data.userId, day: data.day }],
  evolve: (_row, event) =>
    event.type === "AccountErased" ? undefined : {
      user_id: event.data.userId,
      day: event.data.day,
      rules: event.data.rules,
      people: JSON.stringify(event.data.people.map(({ userId }) => userId)),
    },
});

/** Whom someone is shown on a day: those drawn but for whom they have blocked or asked, or who are gone; undefined before it was drawn. */
export async function recommendedOn(
  { sql, table }: Reader,
  userId: number,
  day: string,
): Promise<SajuProfile[] | undefined> {
  const [found] = await sql<{ people: SajuProfile[] }[]>`
    SELECT coalesce((
      SELECT jsonb_agg(to_jsonb(p) ORDER BY shown.place)
      FROM jsonb_array_elements_text(r.people::jsonb) WITH ORDINALITY AS shown(user_id, place)
      JOIN ${table(sajuProfiles)} p ON p.user_id = shown.user_id::bigint AND p.is_listed
      WHERE NOT ${isApart({ sql, table }, userId, sql`p.user_id`)}), '[]') AS people
    FROM ${table(recommendations)} r WHERE r.user_id = ${userId} AND r.day = ${day}`;
  return found?.people;
}

/** Whether someone was shown someone, on whatever day. */
export async function wasRecommended({ sql, table }: Reader, userId: number, other: number): Promise<boolean> {
  const [{ found }] = await sql<{ found: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM ${table(recommendations)} WHERE user_id = ${userId} AND people::jsonb @> ${
    sql.json([other])
  }) AS found`;
  return found;
}

/** A condition inside a query: someone is not shown `other`, whom they asked, who asked them, or with a block in between. */
export function isApart({ sql, table }: Pick<Reader, "sql" | "table">, userId: number, other: Fragment): Fragment {
  const two = [sql`least(${userId}::bigint, ${other})`, sql`greatest(${userId}::bigint, ${other})`] as const;
  return sql`(
    EXISTS (SELECT FROM ${table(introductions)} i WHERE i.user1_id = ${two[0]} AND i.user2_id = ${two[1]} OFFSET 0)
    OR ${blockBetween({ sql, table }, two)})`;
}

/** Of some people those whom someone is not shown. */
export async function apartAmong(
  { sql, table }: Reader,
  userId: number,
  people: readonly number[],
): Promise<ReadonlySet<number>> {
  const found = await sql<{ user_id: number }[]>`
    SELECT p.id::bigint AS user_id FROM jsonb_array_elements_text(${sql.json([...people])}) AS p(id)
    WHERE ${isApart({ sql, table }, userId, sql`p.id::bigint`)}`;
  return new Set(found.map(({ user_id }) => user_id));
}
