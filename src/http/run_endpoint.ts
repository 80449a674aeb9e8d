import { isRefusal, refuse, statusOf } from "../answers/refusals.ts";
import type { Refusal, RefusalCode } from "../answers/refusals.ts";
import { inWords } from "../answers/successes.ts";
import { invalid } from "./body.ts";
import type { makeBodyRoom } from "./body_room.ts";
import { type CookieJudge, identifyByCookie, refuseForged } from "./by_cookie.ts";
import type { Endpoint, Outcome } from "./endpoint.ts";
import type { Idempotency, Kept } from "./idempotency.ts";
import { addressKey, type Limiter } from "./limits.ts";
import { errorProperties, logger } from "./logging.ts";
import { refusalsOf } from "./operation.ts";
import type { Places } from "./places.ts";
import { problem } from "./problem.ts";
import { type BodyLimits, receive } from "./received.ts";
import type { Identity, Incoming, Language } from "./request.ts";

/** Told what is wrong with an answer, before it is given; a request for which it throws is a 500. */
export type CheckAnswers = (wrong: Error) => void;

/** What endpoints share. */
export type House = {
  authenticate(token: string): Promise<Identity | Refusal>;
  /** Absent: cookies are ignored. */
  cookies?: CookieJudge;
  /** Absent: Idempotency-Keys are not kept. */
  idempotency?: Idempotency;
  users: Limiter;
  bodyLimits: BodyLimits;
  /** Room for bodies; each request keeps its share until it is answered. */
  bodies: ReturnType<typeof makeBodyRoom>;
  /** Waiting requests (long-polls), by person. */
  waits: Places;
  /** Told of each answer that its endpoint does not document. For development and tests. */
  checkAnswers?: CheckAnswers;
};

/** How long an endpoint may take that does not say otherwise. */
const answersWithinSec = 15;

/** Answers one request to an endpoint: who it is, what came, whether it came before, and then what it does. */
export async function runEndpoint(
  endpoint: Endpoint,
  incoming: Incoming,
  house: House,
): Promise<Response | Refusal> {
  const { language } = incoming.meta;
  if (endpoint.tellsCsrfToken) await introduce(incoming, house);
  const user = await identify(endpoint, incoming, house);
  if (isRefusal(user)) return user;
  const key = idempotencyKey(endpoint, incoming, house);
  if (isRefusal(key)) return key;
  using held = house.bodies.open(addressKey(incoming.meta.address));
  const received = await receive(endpoint, incoming, house.bodyLimits, held);
  if (isRefusal(received)) return received;
  const forged = await refuseForged(endpoint, incoming, received, house.cookies);
  if (forged) return forged;

  const hashes = key && house.idempotency
    ? {
      hash: house.idempotency.keyHash({ userId: user?.userId, method: incoming.method, path: incoming.path, key }),
      bodyHash: house.idempotency.bodyHash(received.digest()),
    }
    : undefined;
  const run = endpoint.accept(received, {
    user,
    meta: hashes ? { ...incoming.meta, idempotency: hashes } : incoming.meta,
    get signal() {
      return incoming.signal;
    },
  });
  if (isRefusal(run)) return run;
  if (!hashes || !house.idempotency) {
    return respond(endpoint, await inPlace(endpoint, run, user, house), house, language);
  }

  const before = await house.idempotency.claim({ ...hashes, userId: user?.userId });
  if (before) return respond(endpoint, before, house, language, { "idempotency-replayed": "true" });
  const outcome = await inPlace(endpoint, run, user, house);
  if (!isKept(outcome)) return respond(endpoint, outcome, house, language);
  return respond(endpoint, await keepFirst(house.idempotency, hashes, outcome), house, language);
}

/** Runs an endpoint. Endpoints that wait for something take a place while they wait. */
async function inPlace(
  endpoint: Endpoint,
  run: () => Promise<Outcome>,
  user: Identity | undefined,
  house: House,
): Promise<Outcome> {
  if (endpoint.answersWithinSec === undefined || !user) return await inTime(endpoint, run);
  const leave = house.waits.admit(String(user.userId));
  if (leave === "each") return refuse("request.too_many", { seconds: 5 });
  if (leave === "inAll") return refuse("server.busy", { seconds: 5 });
  try {
    return await inTime(endpoint, run);
  } finally {
    leave();
  }
}

/** Does what an endpoint does, or says that it takes too long: a frozen database must not hold its clients. */
async function inTime(endpoint: Endpoint, run: () => Promise<Outcome>): Promise<Outcome> {
  const seconds = endpoint.answersWithinSec ?? answersWithinSec;
  const late = Promise.withResolvers<Outcome>();
  const timer = setTimeout(() => late.resolve(refuse("server.busy", { seconds: 1 })), seconds * 1000);
  try {
    return await Promise.race([run(), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function identify(endpoint: Endpoint, incoming: Incoming, house: House): Promise<Identity | Refusal | undefined> {
  if (endpoint.access === "public") return undefined;
  const authorization = incoming.raw.headers.get("authorization");
  const user = authorization === null
    ? await identifyByCookie(incoming, house.cookies)
    : await identifyByToken(authorization, house);
  if (isRefusal(user)) return user;
  incoming.userId = user.userId;
  if (user.suspended && !staysOpen(endpoint, user.suspended)) return user.suspended;
  if (endpoint.access === "staff" && !user.isStaff) return refuse("auth.staff_only");
  const seconds = await house.users.take(String(user.userId));
  return seconds > 0 ? refuse("request.too_many", { seconds }) : user;
}

async function identifyByToken(authorization: string, house: House): Promise<Identity | Refusal> {
  const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization)?.[1];
  return token ? await house.authenticate(token) : refuse("auth.required");
}

/** Gives one of our pages its CSRF token, logged in or not. */
async function introduce({ meta: { browser }, added }: Incoming, { cookies }: House): Promise<void> {
  if (!cookies || !browser || browser.from === "other") return;
  for (const [name, value] of await cookies.introduce(browser)) added.append(name, value);
}

function staysOpen({ whileSuspended, whileConsentMissing }: Endpoint, { refusal }: Refusal): boolean {
  return whileSuspended ?? (refusal === "consent.required" && whileConsentMissing === true);
}

function idempotencyKey(endpoint: Endpoint, { raw, meta }: Incoming, house: House): string | Refusal | undefined {
  if (!endpoint.idempotent || !house.idempotency) return undefined;
  const key = raw.headers.get("idempotency-key") ?? undefined;
  if (key === undefined || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  return invalid(
    "Idempotency-Key",
    meta.language,
    "보이는 ASCII 문자 1–255자여야 합니다.",
    "must be 1 to 255 visible ASCII characters.",
  );
}

/** What is worth repeating for a day: not that the server was busy or broken. */
function isKept(outcome: Outcome): outcome is Kept {
  if ("raw" in outcome) return false;
  const status = isRefusal(outcome) ? statusOf(outcome.refusal) : outcome.status;
  return status < 500 && status !== 429;
}

async function keepFirst(idempotency: Idempotency, hashes: { hash: string; bodyHash: string }, outcome: Kept) {
  try {
    return await idempotency.keep(hashes, outcome, isRefusal(outcome) ? statusOf(outcome.refusal) : outcome.status);
  } catch (error) {
    // What was done is done: the client learns of it. A repeat runs again and is stopped by the command's own tag.
    logger("http").warn("an idempotent answer could not be kept", errorProperties(error));
    return outcome;
  }
}

function respond(
  endpoint: Endpoint,
  outcome: Outcome,
  house: House,
  language: Language,
  more: Record<string, string> = {},
): Response {
  const wrong = house.checkAnswers && mistakeIn(endpoint, outcome);
  if (wrong) house.checkAnswers?.(new Error(wrong));
  if (isRefusal(outcome)) return problem(outcome, language, more);
  if ("raw" in outcome) return outcome.raw;
  const { status } = outcome;
  const headers: Record<string, string> = { ...outcome.headers, ...more };
  if (outcome.body === null || outcome.body === undefined) return new Response(null, { status, headers });
  const body = inWords(outcome.body, language);
  if (body !== outcome.body) Object.assign(headers, { "content-language": language, vary: "accept-language" });
  return Response.json(body, { status, headers });
}

/** What an endpoint does not say of an answer that it gives. */
function mistakeIn(endpoint: Endpoint, outcome: Outcome): string | undefined {
  const name = `${endpoint.operation ?? ""} (${endpoint.method} ${endpoint.path})`.trim();
  if ("raw" in outcome) return undefined;
  if (isRefusal(outcome)) {
    const { refusal } = outcome;
    const isSaid = ofAnyCommand.includes(refusal) || refusalsOf(endpoint).includes(refusal);
    return isSaid ? undefined : `${name} was refused with ${refusal}: list it in the endpoint's \`refusals\`.`;
  }
  const { status, body } = outcome;
  const result = endpoint.answers[status]?.safeParse(body);
  if (!result) return `${name} answered ${status}: list it in the endpoint's \`answers\`.`;
  return result.success ? undefined : `${name} answered ${status} against its schema: ${result.error.message}`;
}

/** What may come between a request and its command, whatever it is. */
const ofAnyCommand: readonly RefusalCode[] = ["account.suspended", "consent.required", "auth.session_ended"];
