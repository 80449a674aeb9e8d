import { language } from "../words/texts.ts";
import type { Answer, ApiName, Given } from "./api.ts";
import { learnTime } from "./clock.ts";
import { csrfHeaders, learnCsrfToken } from "./csrf.ts";
import { newId } from "./new_id.ts";
import { offline, Refused } from "./problem.ts";

const answerWithinMs = 20_000;

/** What a request is sent with; a body that is no form is sent as JSON. */
export type Sending = {
  body?: unknown;
  headers?: Record<string, string>;
  /** With an Idempotency-Key, so that it is safely sent again where the answer was lost. */
  once?: boolean;
};

/** Calls an endpoint that anybody may call. Throws `Refused`. */
export async function call<N extends ApiName>(name: N, ...[input]: Given<N>): Promise<Answer<N>> {
  const { method, path, body, once } = plain(name, input);
  // TypeScript cannot see that the server answers by the endpoint's schema; tests on the server check that it does.
  return await request(method, path, { body, once }) as Answer<N>;
}

type Parts = { params?: object; query?: object; body?: unknown; once?: boolean };

/** An endpoint's name and what it is asked with, as a request. */
export function plain(name: string, { params, query, body, once }: Parts = {}) {
  const [method, pattern] = name.split(" ");
  const value = (of: object | undefined, key: string) => String(Reflect.get(of ?? {}, key));
  const path = pattern.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(value(params, key)));
  const asked = Object.entries(query ?? {}).filter(([, said]) => said !== undefined)
    .map(([key, said]) => [key, String(said)]);
  return { method, path: asked.length > 0 ? `${path}?${new URLSearchParams(asked)}` : path, body, once };
}

/** Sends one request and returns the body of its answer. Throws `Refused`. */
export async function request(method: string, path: string, { body, headers, once }: Sending = {}): Promise<unknown> {
  const isForm = body instanceof FormData;
  const all = {
    "accept-language": language(),
    ...headers,
    ...(once ? { "idempotency-key": newId() } : {}),
    ...(body === undefined || isForm ? {} : { "content-type": "application/json" }),
  };
  const content = body === undefined || isForm ? body : JSON.stringify(body);
  // a dead way says nothing; a picture may take its time
  const within = () => isForm ? undefined : AbortSignal.timeout(answerWithinMs);
  const send = async () => {
    const shown = await csrfHeaders({ mustBeKnown: method !== "GET" });
    return await fetch(path, { method, headers: { ...all, ...shown }, body: content, signal: within() });
  };
  let response;
  try {
    response = await send().catch((error) => {
      if (once) return send();
      throw error;
    });
  } catch {
    throw offline();
  }
  learnTime(response.headers.get("date"));
  learnCsrfToken(response);
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  throw new Refused({ code: "unknown", detail: response.statusText, ...answer, status: response.status });
}
