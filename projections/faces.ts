import { type Fragment, projection, type Reader } from "./projection.ts";

/**
 * What people have called themselves and which pictures they have shown, in random calls and in blind dates, and since
 * when. By it two people whom a block or a leaving keeps apart go on seeing each other as they did until then, and learn
 * nothing of what came later.
 */
export const faces = projection({
  name: "faces",
  version: 1,
  columns: {
    user_id: "bigint",
    /** The position in the log from which on it is so. */
    since: "bigint",
    /** calls · saju */
    app: "text",
    /** Null: not changed here. */
    name: "text?",
    /** Null: not changed here, or taken away. */
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

/** Inside a query: what someone called themselves in an app at a position of the log; null where they did not. */
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

/** Inside a query: whether someone showed a picture by a position of the log. */
export function hadShown(
  { sql, table }: Pick<Reader, "sql" | "table">,
  userId: Fragment,
  image: Fragment,
  position: Fragment,
): Fragment {
  return sql`EXISTS (SELECT FROM ${table(faces)} f
    WHERE f.user_id = ${userId} AND f.image = ${image} AND f.since <= ${position})`;
}
