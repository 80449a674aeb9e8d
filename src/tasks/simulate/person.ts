import { z } from "zod";
import { type Ask, makeAsk, type Network } from "./client.ts";
import { type Draw, drawFrom, seedFor } from "./draw.ts";
import { drawHabits, drawTastes, type Habits, type Tastes } from "./tastes.ts";
import type { World } from "./world.ts";

/** What somebody is at, as they know it. */
export type Doing = "away" | "idle" | "waiting" | "offered" | "matched" | "in_call";

/** Somebody who uses the app. */
export type Person = {
  number: number;
  world: World;
  draw: Draw;
  tastes: Tastes;
  habits: Habits;
  ask: Ask;
  doing: Doing;
  username: string;
  refresh?: string;
  /** The last payment that was credited to them and not refunded. */
  receipt?: { token: string; transactionId: string; productId: string };
  /** Matches they were shown. */
  seen: Set<number>;
};

/** What most answers say. */
export const message = z.object({ message: z.string() });
const tokens = z.object({ access: z.string(), refresh: z.string() });

/** Somebody's network: most lose little, one in seven loses a lot. */
function drawNetwork(draw: Draw): Network {
  const bad = draw.chance(1 / 7);
  return bad ? { abort: 0.15, double: 0.08, lose: 0.1 } : { abort: 0.02, double: 0.02, lose: 0.02 };
}

/** Makes somebody of a run's seed, signs them up, in, and lets them say whom they want. */
export async function arrive(world: World, seed: number, number: number): Promise<Person> {
  const draw = drawFrom(seedFor(seed, number));
  let access: string | undefined;
  const person: Person = {
    number,
    world,
    draw,
    tastes: drawTastes(draw),
    habits: drawHabits(draw),
    ask: makeAsk({ world, person: number, draw, network: drawNetwork(draw), token: () => access }),
    doing: "away",
    username: `${world.run}_${number}`,
    seen: new Set(),
  };
  const { ask, tastes, username } = person;
  const password = draw.uuid();
  await world.gate(async () => {
    await ask({
      method: "POST",
      path: "/api/auth/signup/",
      body: { username, password, age: tastes.age, gender: tastes.gender },
      answer: message,
      good: [201],
      keyed: true,
    });
    const reply = await ask({
      method: "POST",
      path: "/api/auth/login/",
      body: { username, password },
      answer: tokens,
      problems: world.throttles ? ["auth.too_many_failures"] : [],
    });
    if ("problem" in reply) throw new Error(`${username} cannot log in: ${reply.problem}.`);
    ({ access, refresh: person.refresh } = reply.body);
  });
  if (tastes.place) {
    await ask({ method: "PUT", path: "/api/match/location/", body: tastes.place, answer: message });
  }
  await saveWants(person);
  person.doing = "idle";
  renewing.set(person, async () => {
    const reply = await ask({
      method: "POST",
      path: "/api/auth/refresh",
      body: { refresh: person.refresh },
      answer: tokens,
    });
    if ("problem" in reply) return;
    const again = draw.chance(0.3)
      ? await ask({ method: "POST", path: "/api/auth/refresh", body: { refresh: person.refresh }, answer: tokens })
      : reply;
    if ("body" in again && again.body.refresh !== reply.body.refresh) {
      surprise(person, "a repeated refresh got another token");
    }
    ({ access, refresh: person.refresh } = reply.body);
  });
  return person;
}

const renewing = new WeakMap<Person, () => Promise<void>>();

/** Uses the refresh token, sometimes twice, as a client does that lost the answer. */
export async function renewTokens(person: Person): Promise<void> {
  await renewing.get(person)?.();
}

/** Saves whom somebody wants, and now and then looks whether that is what stands there. */
export async function saveWants({ ask, tastes, draw, ...person }: Person): Promise<void> {
  const path = "/api/match/settings/";
  await ask({ method: "POST", path, body: tastes.wants, answer: message, keyed: true });
  if (!draw.chance(0.1)) return;
  const wants = z.object({
    preferred_gender: z.string(),
    age_range: z.tuple([z.int(), z.int()]),
    radius_km: z.int().nullable(),
  });
  const reply = await ask({ method: "GET", path, answer: wants });
  if ("body" in reply && JSON.stringify(reply.body) !== JSON.stringify(tastes.wants)) {
    surprise(person, `settings read ${JSON.stringify(reply.body)} after ${JSON.stringify(tastes.wants)} was saved`);
  }
}

/** Notes that answers, each allowed, do not go together. */
export function surprise({ world, number }: Pick<Person, "world" | "number">, detail: string): void {
  world.records.surprised({ endpoint: "(across answers)", status: "200", sent: "", detail, person: number });
}
