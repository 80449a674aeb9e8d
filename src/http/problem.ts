import "./refusals.ts";
import { z } from "zod";
import { STATUS_TEXT } from "@std/http";
import { type Refusal, sentence, statusOf } from "../answers/refusals.ts";
import type { Language } from "./request.ts";

/** The body of every refusal (RFC 9457), with `error` repeating `detail` for clients that look there. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  error: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  link: z.object({ method: z.string(), path: z.string(), missing: z.array(z.string()) }).optional(),
  consents: z.array(z.object({ kind: z.string(), version: z.string() })).optional(),
});

/** What a client reads of a refusal. */
export type Problem = z.output<typeof problemSchema>;

/** A refusal in words. */
export function describeProblem(refusal: Refusal, language: Language): Problem {
  const status = statusOf(refusal.refusal);
  const detail = sentence(refusal, language);
  return {
    type: `urn:inyeon:problem:${refusal.refusal}`,
    title: STATUS_TEXT[status] ?? "Error",
    status,
    detail,
    code: refusal.refusal,
    error: detail,
    ...(refusal.errors ? { errors: refusal.errors } : {}),
    ...(refusal.link ? { link: refusal.link } : {}),
    ...(refusal.consents ? { consents: refusal.consents } : {}),
  };
}

/** A refusal as the answer to a request. */
export function problem(refusal: Refusal, language: Language, more: Record<string, string> = {}): Response {
  const body = describeProblem(refusal, language);
  const headers: Record<string, string> = {
    "content-type": "application/problem+json; charset=utf-8",
    "content-language": language,
    vary: "accept-language",
    ...more,
  };
  if (body.status === 401) headers["www-authenticate"] = challenge(refusal);
  if (body.status === 429 || body.status === 503) headers["retry-after"] = String(refusal.details.seconds ?? 1);
  if (refusal.refusal === "request.content_encoding") headers["accept-encoding"] = "identity";
  if (body.status === 426) Object.assign(headers, { upgrade: "websocket", connection: "Upgrade" });
  if (refusal.refusal === "socket.upgrade_version") headers["sec-websocket-version"] = String(refusal.details.version);
  if (body.status === 405) headers.allow = String(refusal.details.allowed ?? "");
  return new Response(JSON.stringify(body), { status: body.status, headers });
}

/** RFC 6750: without a token only the scheme, with a bad one what is wrong with it. */
function challenge({ refusal }: Refusal): string {
  const bad = refusal === "auth.token_invalid" || refusal === "auth.session_ended";
  return bad ? 'Bearer realm="inyeon", error="invalid_token"' : 'Bearer realm="inyeon"';
}
