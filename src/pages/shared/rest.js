import { language } from "./texts.js";

/**
 * What the server refused, as an Error: `code`, `detail` (a sentence in the person's language), `status` and, for bad
 * input, `errors`. Without a way to the server the code is `offline`.
 *
 * @typedef {Error & {
 *   code: string,
 *   status: number,
 *   detail: string,
 *   errors?: { path: string, message: string }[],
 * }} Problem
 */

const answerWithinMs = 20_000;

/** How far the server's clock is ahead of ours: deadlines are the server's. */
let aheadMs = 0;

/** Now, by the server's clock, to within a second. */
export const serverNow = () => Date.now() + aheadMs;

/** An id nobody else makes. `crypto.randomUUID` is only there on a secure page. */
export const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * Sends one request; a body that is no form is sent as JSON.
 *
 * @param {string} method
 * @param {string} path
 * @param {{ body?: unknown, token?: string, once?: boolean }} [options] `once`: with an Idempotency-Key, so that it is
 *   safely sent again where the answer was lost
 * @returns {Promise<any>} the answer's body
 * @throws {Problem}
 */
export async function request(method, path, { body, token, once = false } = {}) {
  const isForm = body instanceof FormData;
  const headers = {
    "accept-language": language(),
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(once ? { "idempotency-key": newId() } : {}),
    ...(body === undefined || isForm ? {} : { "content-type": "application/json" }),
  };
  const content = body === undefined || isForm ? body : JSON.stringify(body);
  // a dead way says nothing; a picture may take its time
  const within = () => isForm ? undefined : AbortSignal.timeout(answerWithinMs);
  const send = () => fetch(path, { method, headers, body: content, signal: within() });
  let response;
  try {
    response = await send().catch((error) => {
      if (once) return send();
      throw error;
    });
  } catch {
    throw problem({ code: "offline", status: 0, detail: "offline" });
  }
  const sentAt = Date.parse(response.headers.get("date") ?? "");
  if (!Number.isNaN(sentAt) && Math.abs(sentAt + 500 - serverNow()) > 1_000) aheadMs = sentAt + 500 - Date.now();
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw problem({ code: "unknown", detail: response.statusText, ...answer, status: response.status });
  return answer;
}

/** @returns {Problem} */
function problem(what) {
  return Object.assign(new Error(what.detail), what);
}
