import type { Details, Reason } from "./reason.ts";

/**
 * Every refusal there is, by its code. Each app adds its own table to this interface. A code is a promise to clients: it
 * never changes its meaning.
 */
// deno-lint-ignore no-empty-interface
export interface Refusals {}

/** A code of a refusal. */
export type RefusalCode = keyof Refusals & string;

const reasons: Record<string, Reason | undefined> = {};

/** Defines refusals: code → status and a sentence in Korean and English, with `{name}` for a detail. */
export function defineRefusals<const T extends Record<string, Reason>>(table: T): T {
  for (const [code, reason] of Object.entries(table)) {
    if (reasons[code]) throw new Error(`Two refusals have the code ${code}.`);
    reasons[code] = reason;
  }
  return table;
}

/** The names in a sentence. */
type NamesIn<S> = S extends `${string}{${infer N}}${infer Rest}`
  ? (N extends `${string} ${string}` ? never : N) | NamesIn<Rest>
  : never;
type NamesOf<C extends RefusalCode> = Refusals[C] extends { ko: infer K; en: infer E } ? NamesIn<K> | NamesIn<E>
  : never;

/** A code whose sentence has no names: it says all there is to say. */
export type PlainRefusalCode = { [C in RefusalCode]: [NamesOf<C>] extends [never] ? C : never }[RefusalCode];

/** What a refusal must be told: a value for each name in its sentence. `seconds` also sets `Retry-After`. */
export type DetailsOf<C extends RefusalCode> = { [N in NamesOf<C>]: string | number } & { seconds?: number };

/** A refusal is a value: the request was understood and is not carried out. */
export type Refusal = {
  refusal: RefusalCode;
  details: Details;
  /** For bad input: where it is wrong, and why. */
  errors?: { path: string; message: string }[];
  /** The request that sets what is missing. */
  link?: Link;
  /** The versions to agree to. */
  consents?: { kind: string; version: string }[];
};

/** A request and the fields to send with it. */
export type Link = { method: string; path: string; missing: string[] };

type Errors = { path: string; message: string }[];

/** Makes a refusal. The names in its sentence are its details: one that is missing does not compile. */
export function refuse<C extends RefusalCode>(
  refusal: C,
  ...[details = {}, errors]: [NamesOf<C>] extends [never] ? [details?: { seconds?: number }, errors?: Errors]
    : [details: DetailsOf<C>, errors?: Errors]
): Refusal {
  return errors ? { refusal, details: details as Details, errors } : { refusal, details: details as Details };
}

/**
 * Refuses someone whose profile lacks what an app needs.
 *
 * @param by the request that sets it
 * @param said the fields of that request with their known values; null if missing
 */
export function profileRequired(
  { method, path }: { method: string; path: string },
  said: Record<string, unknown>,
): Refusal {
  const missing = Object.keys(said).filter((field) => said[field] === null || said[field] === undefined);
  const details = { link: `${method} ${path}`, missing: missing.join(", ") };
  return { ...refuse("profile.required", details), link: { method, path, missing } };
}

/**
 * Refuses someone who has yet to agree to something.
 *
 * @param by the request that takes consents
 */
export function consentRequired(
  { method, path }: { method: string; path: string },
  consents: { kind: string; version: string }[],
): Refusal {
  const missing = consents.map(({ kind }) => kind);
  const details = {
    link: `${method} ${path}`,
    missing: consents.map((one) => `${one.kind} ${one.version}`).join(", "),
  };
  return { ...refuse("consent.required", details), link: { method, path, missing }, consents };
}

/** Whether a value is a refusal and not an answer. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === "object" && value !== null && "refusal" in value && "details" in value;
}

/** Every refusal code. */
export function refusalCodes(): RefusalCode[] {
  return Object.keys(reasons) as RefusalCode[];
}

function reasonOf(code: RefusalCode): Reason {
  const reason = reasons[code];
  if (!reason) throw new Error(`Nobody defined the refusal ${code}.`);
  return reason;
}

/** An example of a refusal, for the documents. */
export function exampleOfRefusal(code: RefusalCode): Refusal {
  if (code === "profile.required") {
    return profileRequired({ method: "PUT", path: "/api/user/profile/" }, { username: null });
  }
  if (code === "consent.required") {
    return consentRequired({ method: "POST", path: "/api/users/me/consents" }, [{ kind: "terms", version: "2026-01" }]);
  }
  return { refusal: code, details: reasonOf(code).example ?? {} };
}

/** The HTTP status of a code. */
export function statusOf(code: RefusalCode): number {
  return reasonOf(code).status;
}

/** The sentence of a refusal in one of the two languages. */
export function sentence({ refusal, details }: Refusal, language: "ko" | "en"): string {
  return reasonOf(refusal)[language].replace(/\{(\w+)\}/g, (_, name) => String(details[name] ?? ""));
}
