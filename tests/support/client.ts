import { z } from "zod";
import { signUp } from "../../src/accounts/sign_up.ts";
import { skeletonHashes } from "../../src/accounts/skeletons.ts";
import { startSession } from "../../src/accounts/start_session.ts";
import { nameTag } from "../../src/accounts/state.ts";
import { refreshLifetimeSec } from "../../src/accounts/tokens.ts";
import { developmentToken } from "../../src/gems/payments/development.ts";
import { SYSTEM } from "../../src/deciding/command.ts";
import { isRefusal } from "../../src/answers/refusals.ts";
import { eventually } from "./eventually.ts";
import type { TestServer } from "./server.ts";

/** An answer, its body read: JSON as a value, anything else as text. */
export type Answer = { status: number; body: unknown; headers: Headers };

type More = { headers?: Record<string, string>; signal?: AbortSignal };

/** Where requests go. */
export type Door = { url: string };

const tokens = z.strictObject({ access: z.string(), refresh: z.string() });

/** Sends one request; a body that is no form is sent as JSON. */
export async function send(
  door: Door,
  method: string,
  path: string,
  body?: unknown,
  { headers, signal }: More = {},
): Promise<Answer> {
  const isForm = body instanceof FormData;
  const response = await fetch(`${door.url}${path}`, {
    method,
    signal,
    headers: { ...(body === undefined || isForm ? {} : { "content-type": "application/json" }), ...headers },
    body: body === undefined ? undefined : isForm ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
}

/** Someone with an account and a session. */
export type Person = {
  name: string;
  password: string;
  access: string;
  refresh: string;
  get(path: string, more?: More): Promise<Answer>;
  post(path: string, body?: unknown, more?: More): Promise<Answer>;
  put(path: string, body?: unknown, more?: More): Promise<Answer>;
  patch(path: string, body?: unknown, more?: More): Promise<Answer>;
  del(path: string, more?: More): Promise<Answer>;
  /** The same person and session through the door of another server. */
  at(door: Door): Person;
  /** The same person with a session of its own, from a login. */
  loggedIn(): Promise<Person>;
  /** The same session with fresh tokens. */
  refreshed(): Promise<Person>;
};

type Known = Pick<Person, "name" | "password" | "access" | "refresh">;

/** Someone at a door, with the tokens they have. */
export function personAt(door: Door, known: Known): Person {
  const ask = (method: string, path: string, body: unknown, more: More = {}) =>
    send(door, method, path, body, {
      ...more,
      headers: { authorization: `Bearer ${known.access}`, ...more.headers },
    });
  return {
    ...known,
    get: (path, more) => ask("GET", path, undefined, more),
    post: (path, body, more) => ask("POST", path, body, more),
    put: (path, body, more) => ask("PUT", path, body, more),
    patch: (path, body, more) => ask("PATCH", path, body, more),
    del: (path, more) => ask("DELETE", path, undefined, more),
    at: (other) => personAt(other, known),
    loggedIn: async () => personAt(door, { ...known, ...await logInAt(door, known) }),
    async refreshed() {
      const { body } = await send(door, "POST", "/api/auth/refresh", { refresh: known.refresh });
      return personAt(door, { ...known, ...tokens.parse(body) });
    },
  };
}

/** Logs someone in. */
export async function logInAt(door: Door, { name, password }: Pick<Person, "name" | "password">) {
  const { status, body } = await send(door, "POST", "/api/auth/login/", { username: name, password });
  if (status !== 200) throw new Error(`${name} cannot log in: ${status} ${JSON.stringify(body)}`);
  return tokens.parse(body);
}

/** What people are made with. */
export type About = { name: string; age?: number; gender?: "male" | "female" };

const passwordOf = (name: string) => `the password of ${name}`;

/** Signs someone up and logs them in, over HTTP. */
export async function person(door: Door, { name, age = 25, gender = "male" }: About): Promise<Person> {
  const password = passwordOf(name);
  const made = await send(door, "POST", "/api/auth/signup/", { username: name, password, age, gender });
  if (made.status !== 201) throw new Error(`${name} cannot sign up: ${made.status} ${JSON.stringify(made.body)}`);
  return personAt(door, { name, password, ...await logInAt(door, { name, password }) });
}

/** Makes many people by the same commands, without what takes long about passwords: they cannot log in. */
export async function crowd(server: TestServer, abouts: readonly About[]): Promise<Person[]> {
  const { run, ids, tokens, secrets, now } = server.system;
  const asker = { me: SYSTEM, correlationId: crypto.randomUUID() };
  const people: Promise<Person>[] = [];
  for (const { name, age = 25, gender = "male" } of abouts) {
    using reserved = await ids.reserve(["user"]);
    const userId = reserved.take("user");
    people.push((async () => {
      const hashes = { usernameHash: secrets.hash(nameTag(name)), skeletonHashes: skeletonHashes(secrets, name) };
      const account = { userId, username: name, ...hashes, passwordHash: "none", age, gender, profileImage: null };
      const made = await run(signUp, account, asker);
      if (isRefusal(made)) throw new Error(`${name} cannot sign up: ${made.refusal}`);
      const claims = { userId, sessionId: crypto.randomUUID(), generation: 0 };
      const from = { device: "", address: "", lifetimeSec: refreshLifetimeSec };
      await run(
        startSession,
        { ...claims, ...from, passwordHash: "none", refreshHash: tokens.refreshHash(claims) },
        asker,
      );
      const access = await tokens.access(claims, now());
      return personAt(server, { name, password: "", access, refresh: tokens.refresh(claims) });
    })());
  }
  return await Promise.all(people);
}

const offer = z.strictObject({
  match_id: z.int().positive(),
  matched_user: z.strictObject({
    username: z.string(),
    age: z.int(),
    gender: z.enum(["male", "female"]),
    profile_image: z.string().nullable(),
    rating: z.number().nullable(),
  }),
  show_time_sec: z.int(),
  expires_at: z.iso.datetime(),
});

/** An offer as a client gets it. */
export type OfferSeen = z.output<typeof offer>;

/** Reads an offer, and nothing that is not exactly one. */
export const offerOf = (answer: Answer): OfferSeen => {
  if (answer.status !== 200) throw new Error(`No offer: ${answer.status} ${JSON.stringify(answer.body)}`);
  return offer.parse(answer.body);
};

/** Polls until there is an offer. */
export async function offered(someone: Person): Promise<OfferSeen> {
  for (let polls = 0; polls < 4; polls++) {
    const answer = await someone.get("/api/match/random/?wait=20");
    if (answer.status !== 202) return offerOf(answer);
  }
  throw new Error(`${someone.name} waited in vain.`);
}

/** Enters the queue without waiting in it. */
export async function enter(someone: Person): Promise<void> {
  const answer = await someone.get("/api/match/random/?wait=0");
  if (answer.status !== 202) throw new Error(`${someone.name} is not waiting: ${answer.status}`);
}

/** Says yes or no; resolves with `matched` or `next` once it is settled. */
export async function decide(someone: Person, match_id: number, decision: "accept" | "reject"): Promise<string> {
  const { status, body } = await someone.post("/api/match/decision/", { match_id, decision });
  if (status !== 200) throw new Error(`${someone.name} cannot ${decision} ${match_id}: ${JSON.stringify(body)}`);
  return z.strictObject({ status: z.enum(["matched", "next"]) }).parse(body).status;
}

/** Two people who wait meet and both say yes; returns the match's id. */
export async function matched(one: Person, other: Person): Promise<number> {
  const [{ match_id }, second] = await Promise.all([offered(one), offered(other)]);
  if (second.match_id !== match_id) throw new Error(`${one.name} and ${other.name} met others.`);
  const outcomes = await Promise.all([decide(one, match_id, "accept"), decide(other, match_id, "accept")]);
  if (outcomes.join() !== "matched,matched") throw new Error(`The match came to nothing: ${outcomes}`);
  return match_id;
}

/** Starts the call of a match; returns its id. */
export async function callOf(someone: Person, match_id: number): Promise<string> {
  const { status, body } = await someone.post("/api/call/start/", { match_id });
  if (status !== 200) throw new Error(`${someone.name} cannot start a call: ${JSON.stringify(body)}`);
  return z.looseObject({ call_session_id: z.string() }).parse(body).call_session_id;
}

/** A development payment. */
export async function paymentToken(
  server: TestServer,
  productId = "gems_100",
  transactionId: string = crypto.randomUUID(),
): Promise<string> {
  return await developmentToken(server.system.secrets.jwtKeys[0], { transactionId, productId, kind: "payment" });
}

/** Buys gems. */
export async function buy(server: TestServer, someone: Person, productId = "gems_100"): Promise<void> {
  const { status } = await someone.post("/api/gem/charge/", { payment_token: await paymentToken(server, productId) });
  if (status !== 200) throw new Error(`${someone.name} cannot buy gems: ${status}`);
}

/** What someone has. */
export async function gemsOf(someone: Person): Promise<number> {
  const { body } = await someone.get("/api/gem/balance/");
  return z.strictObject({ gems: z.int() }).parse(body).gems;
}

/** Whether someone is in the queue or looking at an offer. */
export async function isMatching(someone: Person): Promise<boolean> {
  const { body } = await someone.get("/api/user/profile/");
  return z.looseObject({ is_matching: z.boolean() }).parse(body).is_matching;
}

/** Waits until someone has left the queue. */
export async function idle(someone: Person, withinMs = 20_000): Promise<void> {
  await eventually(async () => !await isMatching(someone), withinMs);
}

/** The code of a refusal, with its status; the answer itself where it was none. */
export function codeOf({ status, body, headers }: Answer): string {
  if (!headers.get("content-type")?.startsWith("application/problem+json")) {
    return `${status} ${JSON.stringify(body)}`;
  }
  return `${status} ${z.looseObject({ code: z.string() }).parse(body).code}`;
}

/** What someone wants of those they meet. */
export type Wishes = { gender?: "male" | "female" | "all"; ages?: [number, number]; radiusKm?: number };

/** Saves someone's conditions: anyone, but for what is named. */
export async function wants(someone: Person, { gender = "all", ages = [19, 99], radiusKm }: Wishes): Promise<void> {
  const settings = { preferred_gender: gender, age_range: ages, radius_km: radiusKm ?? null };
  const { status, body } = await someone.post("/api/match/settings/", settings);
  if (status !== 200) throw new Error(`${someone.name} cannot want that: ${JSON.stringify(body)}`);
}

/** Says where someone is. */
export async function locate(someone: Person, [latitude, longitude]: readonly [number, number]): Promise<void> {
  const { status } = await someone.put("/api/match/location/", { latitude, longitude });
  if (status !== 200) throw new Error(`${someone.name} cannot be there: ${status}`);
}

/** How many people are in the leader's pool: those who wait and whom nobody there fits. */
export async function poolSize(door: Door): Promise<number> {
  const { body } = await send(door, "GET", "/metrics");
  return Number(/^matcher_waiting_people (\d+)$/m.exec(String(body))?.[1]);
}
