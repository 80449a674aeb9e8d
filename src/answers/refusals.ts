import { ofAccounts } from "../accounts/refusals.ts";
import { ofCalls } from "../calls/refusals.ts";
import { ofChats } from "../chat/refusals.ts";
import type { Details, Reason } from "./reason.ts";
import { ofRequests } from "../http/refusals.ts";
import { ofSafety } from "../safety/refusals.ts";

const reasons = { ...ofRequests, ...ofAccounts, ...ofCalls, ...ofChats, ...ofSafety };

/** Every refusal there is. A code is a promise to clients: it never changes its meaning. */
export type RefusalCode = keyof typeof reasons;

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

/** Makes a refusal. */
export function refuse(
  refusal: RefusalCode,
  details: Details = {},
  errors?: { path: string; message: string }[],
): Refusal {
  return errors ? { refusal, details, errors } : { refusal, details };
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
export const refusalCodes = Object.keys(reasons) as RefusalCode[];

/** An example of a refusal, for the documents. */
export function exampleOfRefusal(code: RefusalCode): Refusal {
  if (code === "profile.required") {
    return profileRequired({ method: "PUT", path: "/api/user/profile/" }, { username: null });
  }
  if (code === "consent.required") {
    return consentRequired({ method: "POST", path: "/api/users/me/consents" }, [{ kind: "terms", version: "2026-01" }]);
  }
  const { example = {} }: Reason = reasons[code];
  return refuse(code, example);
}

/** The HTTP status of a code. */
export function statusOf(code: RefusalCode): number {
  return reasons[code].status;
}

/** The sentence of a refusal in one of the two languages. */
export function sentence({ refusal, details }: Refusal, language: "ko" | "en"): string {
  return reasons[refusal][language].replace(/\{(\w+)\}/g, (_, name) => String(details[name] ?? ""));
}
