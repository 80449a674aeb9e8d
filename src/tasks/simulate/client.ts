import type { Ask, Draw, Question } from "../../app/simulates.ts";
import { receive, type Received, type Sent } from "./exchange.ts";
import type { Run } from "./world.ts";

/** How often a network plays which trick, each from 0 to 1. */
export type Network = { abort: number; double: number; lose: number };

const attempts = 8;
/** Methods that do the same however often, also when a request comes late. */
const harmless = ["GET", "DELETE"];

type Client = {
  world: Run;
  person: number;
  draw: Draw;
  network: Network;
  token: () => string | undefined;
};

/**
 * Makes the client of one person. Its network breaks requests off and sends them again, sends them twice at once, and
 * loses answers; what was sent with a key must be answered the same each time.
 */
export function makeAsk(of: Client): Ask {
  const surprised = surprises(of);
  const { exchange, throughNetwork } = makeNetwork(of, surprised);

  return async (question) => {
    const sent = sentOf(of, question);
    const canRepeat = question.keyed || harmless.includes(question.method);
    const received = await (canRepeat ? throughNetwork(sent, question.waits ?? false) : exchange(sent));
    if ((question.good ?? [200]).includes(received.status)) {
      const read = question.answer.safeParse(received.body);
      if (read.success) return { status: received.status, body: read.data };
      surprised(sent, String(received.status), `the answer has another shape: ${received.text.slice(0, 300)}`);
      return { problem: "broken" };
    }
    const known = question.problems?.find((code) => code === received.code);
    if (known) return { problem: known };
    if (received.status < 500 && received.status !== 0) surprised(sent, labelOf(received), said(received));
    return { problem: "broken" };
  };
}

function sentOf<T>({ world, draw, token: tokenOf }: Client, question: Question<T>): Sent {
  const headers: Record<string, string> = { "accept-language": "en" };
  const token = tokenOf();
  if (token) headers.authorization = `Bearer ${token}`;
  if (question.body !== undefined) headers["content-type"] = "application/json";
  if (question.keyed) headers["idempotency-key"] = draw.uuid();
  const path = question.path.replace(/\{(\w+)\}/g, (_, name) => String(question.params?.[name]));
  return {
    endpoint: `${question.method} ${question.path}${question.waits ? " (waits)" : ""}`,
    url: `${world.url}${path}${question.query ?? ""}`,
    method: question.method,
    headers,
    body: question.body === undefined ? undefined : JSON.stringify(question.body),
  };
}

type Surprised = (sent: Sent, status: string, detail: string) => void;

function surprises({ world: { records }, person }: Client): Surprised {
  return ({ endpoint, body }, status, detail) =>
    records.surprised({ endpoint, status, sent: body?.slice(0, 120) ?? "", detail, person });
}

/** How what a person sends comes through. */
function makeNetwork({ world, draw, network }: Client, surprised: Surprised) {
  const { records, ended } = world;

  /** Sends until there is an answer that is not a request to come again. */
  async function exchange(sent: Sent): Promise<Received> {
    for (let attempt = 1;; attempt++) {
      const received = await receive(sent, records, ended);
      const isThrottled = received.status === 429 && world.throttles;
      if (received.status >= 500 || received.status === 0) surprised(sent, labelOf(received), said(received));
      if (attempt === attempts || received.status !== 503 && received.status !== 0 && !isThrottled) return received;
      await world.pause(1000 * (received.retryAfterSec ?? 1));
    }
  }

  /** Breaks a request off after a while, as a client does that loses its network. */
  async function breakOff(sent: Sent, waits: boolean): Promise<void> {
    const gone = new AbortController();
    const timer = setTimeout(() => gone.abort(), draw.between(0, waits ? 3000 : 40));
    const signal = AbortSignal.any([gone.signal, ended]);
    await receive(sent, records, signal).catch(() => records.aborted++);
    clearTimeout(timer);
    await world.pause(draw.around(200));
  }

  function same(sent: Sent, first: Received, second: Received): void {
    records.repeated++;
    if (!sent.headers["idempotency-key"] || first.status >= 500 || second.status >= 500) return;
    if (first.status === second.status && first.text === second.text) return;
    surprised(sent, `${first.status} and ${second.status}`, `one key, two answers: ${first.text} and ${second.text}`);
  }

  async function throughNetwork(sent: Sent, waits: boolean): Promise<Received> {
    if (draw.chance(network.abort)) await breakOff(sent, waits);
    if (draw.chance(network.double)) {
      const [first, second] = await Promise.all([exchange(sent), exchange(sent)]);
      same(sent, first, second);
      return second;
    }
    const first = await exchange(sent);
    if (!draw.chance(network.lose)) return first;
    const second = await exchange(sent);
    same(sent, first, second);
    return second;
  }

  return { exchange, throughNetwork };
}

function labelOf({ status, code }: Received): string {
  return code ? `${status} ${code}` : String(status);
}

function said({ text, detail }: Received): string {
  return text.includes('"errors"') ? text.slice(0, 500) : detail ?? text.slice(0, 300);
}
