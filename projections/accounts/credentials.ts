import { tag } from "../../events/event.ts";
import { projection, type Reader } from "../projection.ts";
import { users } from "./users.ts";

/** What a login is checked against: who holds a name now, and the argon2id hash of their password. */
export const credentials = projection({
  name: "credentials",
  version: 4,
  columns: {
    user_id: "bigint",
    username_hash: "text?",
    email_hash: "text?",
    /** Whether the log records what the name looks like; true if there is no name. */
    skeletons_known: "boolean",
    /** Absent once the person is forgotten. */
    password_hash: "text?",
  },
  primaryKey: ["user_id"],
  indexes: [["username_hash"], ["email_hash"], ["skeletons_known"]],
  types: [
    "AccountRegistered",
    "UsernameChanged",
    "UsernameSkeletonNoted",
    "PasswordChanged",
    "EmailChanged",
    "AccountErased",
  ],
  tag: (key) => tag.user(Number(key.user_id)),
  keys: (event) => [{ user_id: event.data.userId }],
  evolve: (row, event) => {
    switch (event.type) {
      case "AccountRegistered":
        return {
          user_id: event.data.userId,
          username_hash: event.data.usernameHash,
          email_hash: null,
          skeletons_known: event.data.usernameHash === null || event.data.skeletonHashes !== undefined,
          password_hash: event.data.passwordHash,
        };
      case "UsernameChanged":
        return row && {
          ...row,
          username_hash: event.data.usernameHash,
          skeletons_known: event.data.skeletonHashes !== undefined,
        };
      case "UsernameSkeletonNoted":
        return row && { ...row, skeletons_known: true };
      case "PasswordChanged":
        return row && { ...row, password_hash: event.data.passwordHash };
      case "EmailChanged":
        return row && { ...row, email_hash: event.data.emailHash };
      case "AccountErased":
        return undefined;
    }
  },
});

export type Credentials = NonNullable<ReturnType<typeof credentials.evolve>>;

/** The person who holds a name now. `usernameHash` is the keyed hash. */
export async function credentialsByName(
  { sql, table }: Reader,
  usernameHash: string,
): Promise<Credentials | undefined> {
  const [found] = await sql<{ row: Credentials }[]>`
    SELECT to_jsonb(c) AS row FROM ${table(credentials)} c WHERE username_hash = ${usernameHash}`;
  return found?.row;
}

/** The person who holds an e-mail address now. `emailHash` is the keyed hash. */
export async function credentialsByEmail({ sql, table }: Reader, emailHash: string): Promise<Credentials | undefined> {
  const [found] = await sql<{ row: Credentials }[]>`
    SELECT to_jsonb(c) AS row FROM ${table(credentials)} c WHERE email_hash = ${emailHash}`;
  return found?.row;
}

/** Some of the names whose looks the log does not record yet. */
export async function namesWithoutSkeletons(
  { sql, table }: Reader,
  limit: number,
): Promise<{ user_id: number; username: string }[]> {
  return await sql<{ user_id: number; username: string }[]>`
    SELECT c.user_id, u.username FROM ${table(credentials)} c JOIN ${table(users)} u ON u.id = c.user_id
    WHERE NOT c.skeletons_known AND u.username IS NOT NULL LIMIT ${limit}`;
}
