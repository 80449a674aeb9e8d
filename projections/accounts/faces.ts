import { type Columns, type Fragment, projection, type Reader } from "../projection.ts";
import type { AnyProjection, RowOf } from "../projection.ts";

/**
 * What a read model of faces is made of: the names and pictures that people have used in an app, and since when. After a
 * block or a leaving, two people keep seeing each other as they were at that time and learn of no later change.
 *
 * An app in which people have a name or a picture of their own keeps such a read model of its own, over its own events.
 */
export const faceTable = {
  columns: {
    user_id: "bigint",
    /** Position in the log from which this holds. */
    since: "bigint",
    /** Null: unchanged by this event. */
    name: "text?",
    /** Null: unchanged by this event, or removed. */
    image: "text?",
  },
  primaryKey: ["user_id", "since"],
} as const satisfies { columns: Columns; primaryKey: readonly string[] };

type FaceRow = RowOf<typeof faceTable.columns>;
type Said = { type: string; position: number; data: { userId: number } };

/** The rows that an event touches: one of its own, or with an erasure all of its person's. */
export function faceKey({ type, position, data: { userId } }: Said): Partial<FaceRow> {
  return type === "AccountErased" ? { user_id: userId } : { user_id: userId, since: position };
}

/** The row of an event that may say a name or a picture; none where it says neither. */
export function faceRow(
  { position, data: { userId } }: Said,
  { name = null, image = null }: { name?: string | null; image?: string | null },
): FaceRow | undefined {
  return name === null && image === null ? undefined : { user_id: userId, since: position, name, image };
}

/** Accounts' own: what people are called, and the picture they show, wherever an app has nothing else to show. */
export const faces = projection({
  name: "faces",
  version: 2,
  ...faceTable,
  types: ["AccountRegistered", "UsernameChanged", "ProfileChanged", "AccountErased"],
  keys: (event) => [faceKey(event)],
  evolve: (_row, event) => {
    switch (event.type) {
      case "AccountRegistered":
      case "UsernameChanged":
        return faceRow(event, { name: event.data.username });
      case "ProfileChanged":
        return faceRow(event, { image: event.data.profileImage });
      case "AccountErased":
        return undefined;
    }
  },
});

type Tables = Pick<Reader, "sql" | "table">;

/** Inside a query: the name someone used at a position of the log, or null. */
export function nameAt(
  { sql, table }: Tables,
  faces: AnyProjection,
  userId: Fragment,
  position: Fragment,
): Fragment {
  return sql`(SELECT f.name FROM ${table(faces)} f
    WHERE f.user_id = ${userId} AND f.name IS NOT NULL AND f.since <= ${position}
    ORDER BY f.since DESC LIMIT 1)`;
}

/** Inside a query: whether someone showed a picture at or before a position of the log. */
export function hadShown(
  { sql, table }: Tables,
  faces: AnyProjection,
  shown: { userId: Fragment; image: Fragment; position: Fragment },
): Fragment {
  return sql`EXISTS (SELECT FROM ${table(faces)} f
    WHERE f.user_id = ${shown.userId} AND f.image = ${shown.image} AND f.since <= ${shown.position})`;
}
