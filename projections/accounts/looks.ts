import type { Fragment, Reader } from "../projection.ts";
import { faces, hadShown, nameAt } from "./faces.ts";
import { users } from "./users.ts";

type Tables = Pick<Reader, "sql" | "table">;

/** How people look in an app: queries of at most one row, `name` and `image`, for use inside a statement. */
export type Look = {
  now(tables: Tables, userId: Fragment): Fragment;
  /** As it was at a position of the log. A picture that was not yet shown then is null. */
  at(tables: Tables, userId: Fragment, position: Fragment): Fragment;
};

/** The looks of the apps that have one, by the app's name. In any other people look as their account does. */
export type Looks = Readonly<Record<string, Look>>;

/** The account's username and picture. */
const accountLook: Look = {
  now: ({ sql, table }, userId) =>
    sql`SELECT u.username AS name, u.profile_image AS image FROM ${table(users)} u WHERE u.id = ${userId}`,
  at: (tables, userId, position) => {
    const { sql, table } = tables;
    const hadIt = hadShown(tables, faces, { userId, image: sql`u.profile_image`, position });
    return sql`SELECT ${nameAt(tables, faces, userId, position)} AS name,
      CASE WHEN ${hadIt} THEN u.profile_image END AS image
    FROM ${table(users)} u WHERE u.id = ${userId}`;
  },
};

/**
 * Inside a query, after `LATERAL`: `name` and `image` of someone as people see them in an app.
 *
 * @param of.app the name of the app
 * @param of.since a position of the log: as they were then. Null: as they are now
 */
export function lookIn(
  tables: Tables,
  looks: Looks,
  { app, userId, since }: { app: Fragment; userId: Fragment; since: Fragment },
): Fragment {
  const { sql } = tables;
  const either = (look: Look, isIt: Fragment) =>
    sql`
      SELECT name, image FROM (${look.now(tables, userId)}) present WHERE ${since} IS NULL AND ${isIt}
      UNION ALL SELECT name, image FROM (${
      look.at(tables, userId, since)
    }) past WHERE ${since} IS NOT NULL AND ${isIt}`;
  const own = Object.entries(looks);
  const isOther = own.reduce((all, [name]) => sql`${all} AND ${app} <> ${name}`, sql`true`);
  return own.map(([name, look]) => either(look, sql`${app} = ${name}`)).reduce(
    (all, one) => sql`${all} UNION ALL ${one}`,
    either(accountLook, isOther),
  );
}
