import { z } from "zod";
import { IntroductionRequested, lapsesAfter } from "../../events/saju.ts";
import { introductions, introductionStatuses } from "../../projections/saju/introductions.ts";
import { startSession } from "../../src/accounts/start_session.ts";
import { emailTag } from "../../src/accounts/state.ts";
import { refreshLifetimeSec } from "../../src/accounts/tokens.ts";
import { SYSTEM } from "../../src/deciding/command.ts";
import { isRefusal } from "../../src/answers/refusals.ts";
import { register } from "../../src/saju/register.ts";
import { type Answer, type Door, type Person, personAt, send } from "../support/client.ts";
import type { TestServer } from "../support/server.ts";
import { userIdOf } from "../support/user_id.ts";

/** What people of blind dates are made with. */
export type About = {
  name: string;
  birth_date?: string;
  calendar?: "solar" | "lunar";
  gender?: "male" | "female" | "other";
  preferred_gender?: "male" | "female" | "other" | "all";
  age_range?: [number, number];
  location?: string;
  birth_time?: string;
};

/** Someone of blind dates. */
export type Dater = Person & { id: number; email: string };

const registered = z.strictObject({ user_id: z.int(), name: z.string(), email: z.string() });
const tokens = z.strictObject({ access: z.string(), refresh: z.string() });
const password = "correct horse";

const emailOf = (name: string) => `${name.toLowerCase().replaceAll(" ", ".")}@example.com`;

/** Registers someone and logs them in, over HTTP. */
export async function dater(door: Door, about: About): Promise<Dater> {
  const body = { email: emailOf(about.name), password, birth_date: "1996-05-04", gender: "female", ...about };
  const made = await send(door, "POST", "/api/users/register", body);
  if (made.status !== 201) throw new Error(`${about.name} cannot register: ${JSON.stringify(made.body)}`);
  const { user_id, name, email } = registered.parse(made.body);
  return await loggedIn(door, { id: user_id, name, email });
}

/** Someone with a session of its own, from a login. */
export async function loggedIn(door: Door, { id, name, email }: Pick<Dater, "id" | "name" | "email">): Promise<Dater> {
  const { body } = await send(door, "POST", "/api/users/login", { email, password });
  return { ...personAt(door, { name, password, ...tokens.parse(body) }), id, email };
}

/** Makes many by the same commands, without what takes long about passwords: they cannot log in. */
export async function daters(server: TestServer, abouts: readonly About[]): Promise<Dater[]> {
  const { run, ids, tokens, secrets, now } = server.system;
  const asker = { me: SYSTEM, correlationId: crypto.randomUUID() };
  return await Promise.all(abouts.map(async ({ name, birth_date = "1996-05-04", gender = "female", ...more }) => {
    using reserved = await ids.reserve(["user"]);
    const id = reserved.take("user");
    const email = emailOf(name);
    const made = await run(register, {
      ...{ userId: id, email, emailHash: secrets.hash(emailTag(email)), passwordHash: "none", name, gender },
      ...{ birthDate: birth_date, birthTime: more.birth_time, location: more.location },
      ...{ preferredGender: more.preferred_gender, ageRange: more.age_range },
    }, asker);
    if (isRefusal(made)) throw new Error(`${name} cannot register: ${made.refusal}`);
    const claims = { userId: id, sessionId: crypto.randomUUID(), generation: 0 };
    const from = { device: "", address: "", lifetimeSec: refreshLifetimeSec, passwordHash: "none" };
    await run(startSession, { ...claims, ...from, refreshHash: tokens.refreshHash(claims) }, asker);
    const access = await tokens.access(claims, now());
    return { ...personAt(server, { name, password: "", access, refresh: tokens.refresh(claims) }), id, email };
  }));
}

/** A woman and two men whom she may be introduced to. */
export const sheAndTwoMen = (server: TestServer) =>
  daters(server, [
    { name: "mina" },
    { name: "jun", gender: "male" },
    { name: "ho", gender: "male" },
  ]);

const people = z.array(z.strictObject({
  user_id: z.int(),
  name: z.string(),
  age: z.int(),
  location: z.string().nullable(),
  bio: z.string().nullable(),
  profile_img_url: z.string().nullable(),
  compatibility_score: z.int().min(0).max(100),
}));

/** Whom someone is recommended today. */
export async function recommendedTo(someone: Person): Promise<z.output<typeof people>> {
  const { status, body } = await someone.get("/api/matches/recommendations");
  if (status !== 200) throw new Error(`${someone.name} is recommended nobody: ${JSON.stringify(body)}`);
  return people.parse(body);
}

/** The ids of whom someone is recommended today. */
export const idsRecommendedTo = async (someone: Person) => (await recommendedTo(someone)).map(({ user_id }) => user_id);

const asked = z.strictObject({
  match_id: z.int(),
  status: z.enum(introductionStatuses),
  chat_id: z.int().optional(),
});

/** What a request, a yes or a no was answered with. */
export const askedAs = ({ body }: Answer) => asked.parse(body);

/** Asks someone for a talk; returns the request's id. */
export async function ask(someone: Person, other: Dater): Promise<number> {
  const answer = await someone.post("/api/matches/request", { receiver_id: other.id });
  if (answer.status !== 201) throw new Error(`${someone.name} cannot ask: ${JSON.stringify(answer.body)}`);
  return askedAs(answer).match_id;
}

const listed = z.array(z.strictObject({
  match_id: z.int(),
  status: z.enum(introductionStatuses),
  requester_id: z.int(),
  receiver_id: z.int(),
  partner: z.strictObject({ user_id: z.int(), name: z.string(), profile_img_url: z.string().nullable() }),
  compatibility_score: z.int(),
  created_at: z.iso.datetime(),
}));

/** Someone's requests as `GET /api/matches` lists them. */
export async function requestsOf(someone: Person, query = ""): Promise<z.output<typeof listed>> {
  return listed.parse((await someone.get(`/api/matches${query}`)).body);
}

/** Someone asked someone for a talk, whether or not they are of the blind dates; returns the request's id. */
export async function introductionFor(
  { system: { log, ids, registry, now } }: TestServer,
  { from, to }: { from: Person; to: Person },
): Promise<number> {
  using reserved = await ids.reserve(["introduction"]);
  const introductionId = reserved.take("introduction");
  const requestedAt = now().toISOString();
  const requested = IntroductionRequested({
    introductionId,
    requesterId: userIdOf(from),
    receiverId: userIdOf(to),
    score: 60,
    rules: "saju_v1",
    requestedAt,
    lapsesAt: lapsesAfter(requestedAt),
  });
  await log.append({ events: [requested], guards: [], meta: { actor: null, correlationId: "test", app: "saju" } });
  if (!await registry.seen([introductions], await log.head(), 20_000)) throw new Error("The request is not shown.");
  return introductionId;
}
