import { z } from "zod";
import { type Ask, type Draw, message, type Person } from "../../app/simulates.ts";
import { makeAsk, type Network } from "./client.ts";
import { drawFrom, seedFor } from "./draw.ts";
import type { Run } from "./world.ts";

/** Somebody of a run. */
export type Arrived = {
  person: Person;
  /** Mean seconds between two things that they do. */
  restsSec: number;
  /** Sometimes twice, as a client does that lost the answer. */
  renewTokens(): Promise<void>;
};

const tokens = z.object({ access: z.string(), refresh: z.string() });
const me = z.object({ user_id: z.int(), username: z.string() });

/** Somebody's network: most lose little, one in seven loses a lot. */
function drawNetwork(draw: Draw): Network {
  const bad = draw.chance(1 / 7);
  return bad ? { abort: 0.15, double: 0.08, lose: 0.1 } : { abort: 0.02, double: 0.02, lose: 0.02 };
}

/** Most are young. */
const drawAge = (draw: Draw) => Math.min(70, 19 + Math.floor(draw.around(9)));

/** Makes somebody of a run's seed, and signs them up and in. */
export async function arrive(world: Run, number: number): Promise<Arrived> {
  const draw = drawFrom(seedFor(world.seed, number));
  const held: Held = {};
  const username = `${world.name}_${number}`;
  const gender = draw.pick(["male", "female"] as const);
  const age = drawAge(draw);
  const restsSec = draw.between(0.1, 1.5);
  const ask = makeAsk({ world, person: number, draw, network: drawNetwork(draw), token: () => held.access });
  const surprise = (detail: string) =>
    world.records.surprised({ endpoint: "(across answers)", status: "200", sent: "", detail, person: number });
  const password = draw.uuid();

  await world.gate(async () => {
    const body = { username, password, age, gender };
    await ask({ method: "POST", path: "/api/auth/signup/", body, answer: message, good: [201], keyed: true });
    await logIn(world, ask, { username, password }, held);
  });
  const known = await ask({ method: "GET", path: "/api/auth/me", answer: me });
  if ("problem" in known) throw new Error(`${username} cannot ask who they are: ${known.problem}.`);
  if (known.body.username !== username) surprise(`${username} is called ${known.body.username}`);
  const { user_id: userId } = known.body;
  const person: Person = { number, userId, username, gender, age, world, draw, ask, doing: "", met: [], surprise };
  return { person, restsSec, renewTokens: () => renew(person, held) };
}

/** The tokens that somebody has now. */
type Held = { access?: string; refresh?: string };

async function logIn(
  { throttles }: Run,
  ask: Ask,
  body: { username: string; password: string },
  held: Held,
): Promise<void> {
  const reply = await ask({
    method: "POST",
    path: "/api/auth/login/",
    body,
    answer: tokens,
    problems: throttles ? ["auth.too_many_failures"] : [],
  });
  if ("problem" in reply) throw new Error(`${body.username} cannot log in: ${reply.problem}.`);
  Object.assign(held, reply.body);
}

async function renew({ ask, draw, surprise }: Person, held: Held): Promise<void> {
  const { refresh } = held;
  const again = () => ask({ method: "POST", path: "/api/auth/refresh", body: { refresh }, answer: tokens });
  const reply = await again();
  if ("problem" in reply) return;
  const second = draw.chance(0.3) ? await again() : reply;
  if ("body" in second && second.body.refresh !== reply.body.refresh) surprise("a repeated refresh got another token");
  Object.assign(held, reply.body);
}
