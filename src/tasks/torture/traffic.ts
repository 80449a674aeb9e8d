import { z } from "zod";
import type { Draw } from "../../app/simulates.ts";
import { pause } from "./waiting.ts";

/** What the people of the torture saw over HTTP. */
export type Answers = {
  /** By status. */
  statuses: Map<number, number>;
  /** Answers that no outage excuses, the first of each kind. */
  wrong: Map<string, string>;
};

/** Somebody who uses the app by whichever server. */
export type Customer = {
  /** Reads, buys and meets people until `stop` aborts. */
  live(stop: AbortSignal): Promise<void>;
  /** Reads and buys at each server, now that nothing is broken, and compares the balance with what was bought. */
  afterwards(): Promise<string[]>;
};

type Answer = { status: number; body: unknown };
type Sent = { method?: string; body?: unknown; key?: string; door?: string };

/** Longer than anything here stands still. */
const answerWithinMs = 90_000;
const backWithinMs = 120_000;
const tokens = z.looseObject({ access: z.string() });
const offer = z.looseObject({ match_id: z.int() });
const started = z.looseObject({ call_session_id: z.string() });
const balance = z.looseObject({ gems: z.int() });
const gems = 100;

/** Begins to note what people see. */
export const newAnswers = (): Answers => ({ statuses: new Map(), wrong: new Map() });

type Options = {
  name: string;
  doors: readonly string[];
  draw: Draw;
  answers: Answers;
  pay: (transactionId: string) => Promise<string>;
};

/** Signs somebody up at the first of the servers. `pay` makes a payment for 100 gems of a transaction id. */
export async function customer(of: Options): Promise<Customer> {
  const { name, doors, draw } = of;
  const line = makeLine(of);
  const { ask, insist } = line;
  let bought = 0;

  async function buy(door?: string): Promise<void> {
    const body = { payment_token: await of.pay(crypto.randomUUID()) };
    const path = "/api/gem/charge/";
    const answer = await insist(path, { body, key: crypto.randomUUID(), door });
    if (answer.status === 200) bought++;
    else line.wrong(path, `${answer.status} ${JSON.stringify(answer.body)}`);
  }

  await signUp(of, line);

  return {
    async live(stop) {
      while (!stop.aborted) {
        await line.comeIn();
        const doing = draw.next();
        if (doing < 0.2) await buy();
        else if (doing < 0.6) await meet(line, draw);
        else await ask("/api/gem/balance/", { method: "GET" });
        await pause(draw.around(60));
      }
    },
    async afterwards() {
      const sentences: string[] = [];
      for (const door of doors) {
        await buy(door);
        const { status, body } = await insist("/api/gem/balance/", { method: "GET", door });
        const read = balance.safeParse(body);
        if (status === 200 && read.success && read.data.gems === gems * bought) continue;
        sentences.push(`${name} bought ${gems * bought} gems, and is told ${status} ${JSON.stringify(body)}`);
      }
      return sentences;
    },
  };
}

async function signUp({ name, draw }: Options, { insist, password, comeIn }: Line): Promise<void> {
  const made = await insist("/api/auth/signup/", {
    body: { username: name, password, age: draw.whole(20, 40), gender: draw.pick(["male", "female"]) },
    key: crypto.randomUUID(),
  });
  if (made.status !== 201) throw new Error(`${name} cannot sign up: ${made.status} ${JSON.stringify(made.body)}`);
  await comeIn();
}

/** Waits for an offer, says yes, and where the other does so too has a short call. */
async function meet({ ask }: Line, draw: Draw): Promise<void> {
  const asked = await ask("/api/match/random/?wait=1", { method: "GET" });
  const offered = offer.safeParse(asked.body);
  if (asked.status !== 200 || !offered.success) {
    if (draw.chance(0.3)) await ask("/api/match/cancel/", {});
    return;
  }
  const { match_id } = offered.data;
  await ask("/api/match/decision/", { body: { match_id, decision: draw.chance(0.8) ? "accept" : "reject" } });
  const call = started.safeParse((await ask("/api/call/start/", { body: { match_id } })).body);
  if (call.success) await ask("/api/call/end/", { body: { call_session_id: call.data.call_session_id } });
}

type Line = ReturnType<typeof makeLine>;

/** How somebody asks the servers: with an access token once they are logged in. */
function makeLine({ name, doors, draw, answers }: Options) {
  const password = `password of ${name}`;
  let access: string | undefined;

  async function ask(path: string, { method = "POST", body, key, door = draw.pick(doors) }: Sent): Promise<Answer> {
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (access) headers.authorization = `Bearer ${access}`;
    if (key) headers["idempotency-key"] = key;
    const what = `${method} ${path}`;
    try {
      const response = await fetch(`${door}${path}`, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(answerWithinMs),
      });
      const text = await response.text();
      const { status } = response;
      answers.statuses.set(status, (answers.statuses.get(status) ?? 0) + 1);
      if (status === 503 && !response.headers.get("retry-after")) wrong(what, "503 without Retry-After");
      if (status >= 500 && status !== 503) wrong(what, `${status} ${text.slice(0, 300)}`);
      if (status === 401) access = undefined;
      return { status, body: text.startsWith("{") ? JSON.parse(text) : text };
    } catch (error) {
      wrong(what, String(error));
      return { status: 0, body: undefined };
    }
  }

  function wrong(what: string, detail: string): void {
    answers.wrong.set(`${what}: ${detail.replace(/[0-9a-f-]{8,}|\d+/g, "#")}`, `${what}: ${detail}`);
  }

  /** Sends it, at any server, until it is answered otherwise than with a request to come again. */
  async function insist(path: string, sent: Sent): Promise<Answer> {
    const giveUpAt = performance.now() + backWithinMs;
    for (;;) {
      if (path !== "/api/auth/signup/" && path !== "/api/auth/login/") await comeIn();
      const answer = await ask(path, sent);
      const again = answer.status === 503 || answer.status === 0 || answer.status === 401;
      if (!again) return answer;
      if (performance.now() > giveUpAt) {
        wrong(path, `${answer.status} for ${backWithinMs} ms`);
        return answer;
      }
      await pause(250);
    }
  }

  /** Logs in, unless one is. */
  async function comeIn(): Promise<void> {
    if (access) return;
    const { status, body } = await insist("/api/auth/login/", { body: { username: name, password } });
    if (status !== 200) throw new Error(`${name} cannot log in: ${status} ${JSON.stringify(body)}`);
    access = tokens.parse(body).access;
  }

  return { password, ask, insist, wrong, comeIn };
}
