import { z } from "zod";
import type { Draw } from "../../app/simulates.ts";
import type { Answer, Line, Sent } from "../../app/tortured.ts";
import { apps } from "../../apps.ts";
import type { Secrets } from "../../configuration/secrets.ts";
import { pickBy } from "../simulate/draw.ts";
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
  /** Does one thing after the other until `stop` aborts. */
  live(stop: AbortSignal): Promise<void>;
  /** Looks at everything once more, now that nothing is broken, and says what is wrong. */
  afterwards(): Promise<string[]>;
};

/** Longer than anything here stands still. */
const answerWithinMs = 90_000;
const backWithinMs = 120_000;
const tokens = z.looseObject({ access: z.string() });

/** Begins to note what people see. */
export const newAnswers = (): Answers => ({ statuses: new Map(), wrong: new Map() });

type Options = {
  name: string;
  doors: readonly string[];
  draw: Draw;
  answers: Answers;
  secrets: Secrets;
};

/** Signs somebody up, who does in every app what that brings. */
export async function customer(of: Options): Promise<Customer> {
  const { draw } = of;
  const line = makeLine(of);
  await signUp(of, line);
  const customers = apps.flatMap(({ tortured }) => tortured?.customer?.(line, of) ?? []);
  const acts = customers.flatMap(({ acts }) => acts);
  return {
    async live(stop) {
      while (!stop.aborted) {
        await line.comeIn();
        await pickBy(draw, acts).act();
        await pause(draw.around(60));
      }
    },
    async afterwards() {
      const sentences: string[] = [];
      for (const customer of customers) sentences.push(...await customer.afterwards?.() ?? []);
      return sentences;
    },
  };
}

async function signUp({ name, draw }: Options, { insist, password, comeIn }: OwnLine): Promise<void> {
  const made = await insist("/api/auth/signup/", {
    body: { username: name, password, age: draw.whole(20, 40), gender: draw.pick(["male", "female"]) },
    key: crypto.randomUUID(),
  });
  if (made.status !== 201) throw new Error(`${name} cannot sign up: ${made.status} ${JSON.stringify(made.body)}`);
  await comeIn();
}

/** A line, and how one logs in by it. */
type OwnLine = Line & { password: string; comeIn(): Promise<void> };

/** How somebody asks the servers: with an access token once they are logged in. */
function makeLine({ name, doors, draw, answers }: Options): OwnLine {
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

  return { name, doors, draw, password, ask, insist, wrong, comeIn };
}
