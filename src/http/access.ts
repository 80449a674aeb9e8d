import type { PlainRefusalCode } from "../answers/refusals.ts";

/** Something that belongs to people: which columns of its row name them, and what everyone else is told. */
export type Owned = { people: readonly string[]; unknown: PlainRefusalCode };

/** Who may call an endpoint. */
export type Access = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With `{name}` for a part that varies. It answers with and without its trailing slash. */
  path: string;
  /** Open to anybody, to people with a token, or only to staff. */
  access: "public" | "user" | "staff";
  /** Open to suspended people and while a consent is missing, because it concerns only themselves. */
  whileSuspended?: true;
  /** Open while a consent is missing: new terms keep nobody in a call, nor from blocking or reporting someone. */
  whileConsentMissing?: true;
  /** A GET that does something, if only the first time: by cookie it needs the CSRF token. */
  acts?: true;
  /** What the request names and must be one's own: a kind of thing that some app says belongs to people. */
  of?: string;
};

/** An endpoint's access with its name: the operation's id in the documents, and a method's name in generated clients. */
export type NamedAccess = Access & { operation?: string };

type Named<T extends Record<string, Access>> = { [N in keyof T & string]: T[N] & { operation: N } };

/** The table of an app: each endpoint's name → method, path, and who may call it. */
export function accessTable<const T extends Record<string, Access>>(table: T): Named<T> {
  return Object.fromEntries(
    Object.entries(table).map(([operation, row]) => [operation, { ...row, operation }]),
  ) as Named<T>;
}
