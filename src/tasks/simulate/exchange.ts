import type { Records } from "./records.ts";

/** One request, ready to be sent, as often as need be. */
export type Sent = {
  /** What it is called in the figures. */
  endpoint: string;
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string | undefined;
};

/** What came back. Status 0: nothing, for the reason in `text`. */
export type Received = {
  status: number;
  text: string;
  body: unknown;
  /** The code of a problem, and its sentence. */
  code?: string;
  detail?: string;
  retryAfterSec?: number;
};

/**
 * Sends a request once and takes its time.
 *
 * @throws when `signal` aborts
 */
export async function receive(sent: Sent, records: Records, signal: AbortSignal): Promise<Received> {
  const startedAt = performance.now();
  records.requests++;
  try {
    const { method, headers, body } = sent;
    const response = await fetch(sent.url, { method, headers, body, signal });
    const text = await response.text();
    const received = read(response, text);
    const label = received.code ? `${response.status} ${received.code}` : String(response.status);
    records.answered(sent.endpoint, performance.now() - startedAt, label);
    return received;
  } catch (error) {
    if (signal.aborted) throw error;
    return { status: 0, text: String(error), body: undefined };
  }
}

function read(response: Response, text: string): Received {
  const retryAfterSec = Number(response.headers.get("retry-after")) || undefined;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  const said = (name: string) =>
    !response.ok && isObject(body) && typeof body[name] === "string" ? body[name] : undefined;
  return { status: response.status, text, body, code: said("code"), detail: said("detail"), retryAfterSec };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
