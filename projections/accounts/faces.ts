import { type Fragment, projection, type Reader } from "../projection.ts";

/**
 * The names and pictures people have used in random calls and in blind dates, and since when. After a block or a leaving,
 * two people keep seeing each other as they were at that time and learn of no later change.
 */
export const faces = projection({
  name: "faces",
  version: 1,
  columns: {
    user_id: "bigint",
    /** Position in the log from which this holds. */
    since: "bigint",
    /** calls · saju */
    app: "text",
    /** Null: unchanged by this event. */
    name: "text?",
    /** Null: unchanged by this event, or removed. */
    image: "text?",
  },
  primaryKey: ["user_id", "since"],
  types: ["AccountRegistered", "UsernameChanged", "ProfileChanged", "SajuProfileChanged", "AccountErased"],
  keys: ({ type, position, data: { userId } }) => [
    type === "AccountErased" ? { user_id: userId } : { user_id: userId, since: position },
  ],
  evolve: (_row, event) => {
    const of = { user_id: event.data.userId, since: event.position };
    switch (event.type) {
      case "AccountRegistered":
      case "UsernameChanged":
        return unlessNothing({ ...of, app: "calls", name: event.data.username, image: null });
      case "ProfileChanged":
        return unlessNothing({ ...of, app: "calls", name: null, image: event.data.profileImage ?? null });
      case "SajuProfileChanged":
        return unlessNothing({
          ...of,
          app: "saju",
          name: event.data.name ?? null,
          image: event.data.profileImage ?? null,
        });
      case "AccountErased":
        return undefined;
    }
  },
});

function unlessNothing<Row extends { name: string | null; image: string | null }>(row: Row): Row | undefined {
  return row.name === null && row.image === null ? undefined : row;
}

type App = "calls" | "saju";

/** Inside a query: the name someone used in an app at a position of the log, or null. */
export function nameAt(
  { sql, table }: Pick<Reader, "sql" | "table">,
  app: App,
  userId: Fragment,
  position: Fragment,
): Fragment {
  return sql`(SELECT f.name FROM ${table(faces)} f
    WHERE f.user_id = ${userId} AND f.app = ${app} AND f.name IS NOT NULL AND f.since <= ${position}
    ORDER BY f.since DESC LIMIT 1)`;
}

/** Inside a query: whether someone showed a picture at or before a position of the log. */
export function hadShown(
  { sql, table }: Pick<Reader, "sql" | "table">,
  userId: Fragment,
  image: Fragment,
  position: Fragment,
): Fragment {
  return sql`EXISTS (SELECT FROM ${table(faces)} f
    WHERE f.user_id = ${userId} AND f.image = ${image} AND f.since <= ${position})`;
}
