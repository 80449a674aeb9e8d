import type { z } from "zod";
import { tag } from "../../events/event.ts";
import type { consentKind } from "../../events/fields.ts";
import { projection, type Reader } from "../projection.ts";

/** The newest version of each kind that each person agreed to. Kept after an erasure: it names nobody. */
export const consents = projection({
  name: "consents",
  version: 1,
  columns: {
    user_id: "bigint",
    kind: "text",
    version: "text",
    given_at: "timestamptz",
  },
  primaryKey: ["user_id", "kind"],
  types: ["ConsentGiven"],
  tag: (key) => tag.user(Number(key.user_id)),
  keys: (event) => [{ user_id: event.data.userId, kind: event.data.kind }],
  evolve: (_row, { data: { version, givenAt } }, key) => ({ ...key, version, given_at: givenAt }),
});

/** One consent of a person. */
export type Given = { kind: z.output<typeof consentKind>; version: string; given_at: Date };

/** A person's consents, ordered by kind. */
export async function consentsOf({ sql, table }: Reader, userId: number): Promise<Given[]> {
  return await sql<Given[]>`
    SELECT kind, version, given_at FROM ${table(consents)} WHERE user_id = ${userId} ORDER BY kind`;
}
