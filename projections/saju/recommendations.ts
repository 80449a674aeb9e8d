import { z } from "zod";
import { tag } from "../../events/event.ts";
import { introductions } from "./introductions.ts";
import { blockBetween } from "../safety/pairs.ts";
import { type Fragment, projection, type Reader } from "../projection.ts";
import { type SajuProfile, sajuProfiles } from "./saju_profiles.ts";

/** Whom each person was shown on each day. */
export const recommendations = projection({
  name: "recommendations",
  version: 2,
  columns: {
    user_id: "bigint",
    /** A day of Korea's calendar. */
    day: "date",
    rules: "text",
    /** Their ids in the order in which they are shown, as JSON. */
    people: "text",
    /** People shown by a birth date that was corrected since, as JSON: the viewer does not count as knowing them. */
    former: "text",
  },
  primaryKey: ["user_id", "day"],
  types: ["RecommendationsDrawn", "RecommendationsAdded", "BirthDateCorrected", "AccountErased"],
  tag: (key) => tag.user(Number(key.user_id)),
  keys: (event) => [
    event.type === "AccountErased" || event.type === "BirthDateCorrected"
      ? { user_id: event.data.userId }
      : { user_id: event.data.userId, day: event.data.day },
  ],
  evolve: (row, event) => {
    switch (event.type) {
      case "RecommendationsDrawn": {
        const { userId, day, rules, people } = event.data;
        return { user_id: userId, day, rules, people: JSON.stringify(idsOf(people)), former: "[]" };
      }
      case "RecommendationsAdded":
        return row && { ...row, people: JSON.stringify([...idsIn(row.people), ...idsOf(event.data.people)]) };
      case "BirthDateCorrected":
        return row && { ...row, people: "[]", former: JSON.stringify([...idsIn(row.former), ...idsIn(row.people)]) };
      case "AccountErased":
        return undefined;
    }
  },
});

const ids = z.array(z.int());

/** Parses the ids in a column of a list. */
export const idsIn = (column: string): number[] => ids.parse(JSON.parse(column));

const idsOf = (people: readonly { userId: number }[]) => people.map(({ userId }) => userId);

/** A day's list as it is now. */
export type DaysList = {
  /** The viewer's chart, read together with the list: scores by another chart would contradict it. */
  chart: string | null;
  /** Everyone drawn, in order. */
  drawn: number[];
  /** Those still shown: without people asked or blocked since, gone or paused. */
  people: SajuProfile[];
};

/** The people shown to someone on a day; empty until a list is drawn. */
export async function recommendedOn({ sql, table }: Reader, userId: number, day: string): Promise<DaysList> {
  const [found] = await sql<DaysList[]>`
    SELECT me.chart, coalesce(r.people, '[]')::jsonb AS drawn, coalesce((
      SELECT jsonb_agg(to_jsonb(p) ORDER BY shown.place)
      FROM jsonb_array_elements_text(r.people::jsonb) WITH ORDINALITY AS shown(user_id, place)
      JOIN ${table(sajuProfiles)} p ON p.user_id = shown.user_id::bigint AND p.is_listed
      WHERE NOT ${isApart({ sql, table }, userId, sql`p.user_id`)}), '[]') AS people
    FROM (SELECT ${userId}::bigint AS user_id) asked
    LEFT JOIN ${table(sajuProfiles)} me ON me.user_id = asked.user_id
    LEFT JOIN ${table(recommendations)} r ON r.user_id = asked.user_id AND r.day = ${day}`;
  return found;
}

/** The people shown to someone by a birth date that was corrected since. */
export async function shownBefore({ sql, table }: Reader, userId: number): Promise<number[]> {
  const found = await sql<{ id: number }[]>`
    SELECT DISTINCT former.id::bigint AS id FROM ${table(recommendations)} r
    CROSS JOIN jsonb_array_elements_text(r.former::jsonb) AS former(id) WHERE r.user_id = ${userId}`;
  return found.map(({ id }) => id);
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
function isApart({ sql, table }: Pick<Reader, "sql" | "table">, userId: number, other: Fragment): Fragment {
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
