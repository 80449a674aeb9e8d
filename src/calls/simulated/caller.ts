import { z } from "zod";
import { message, type Person } from "../../app/simulates.ts";
import type { Habits, Tastes } from "./tastes.ts";

/** Somebody who talks to strangers. */
export type Caller = {
  person: Person;
  tastes: Tastes;
  habits: Habits;
  /** Matches they were shown. */
  seen: Set<number>;
};

const wanted = z.object({
  preferred_gender: z.string(),
  age_range: z.tuple([z.int(), z.int()]),
  radius_km: z.int().nullable(),
});
const profile = z.object({ username: z.string(), is_matching: z.boolean(), rating: z.number().nullable() });

/** Says where somebody is, if they do. */
export async function sayPlace({ person: { ask }, tastes: { place } }: Caller): Promise<void> {
  if (place) await ask({ method: "PUT", path: "/api/match/location/", body: place, answer: message });
}

/** Saves whom somebody wants, and now and then looks whether that is what stands there. */
export async function saveWants({ person, tastes: { wants } }: Caller): Promise<void> {
  const { ask, draw } = person;
  const path = "/api/match/settings/";
  await ask({ method: "POST", path, body: wants, answer: message, keyed: true });
  if (!draw.chance(0.1)) return;
  const reply = await ask({ method: "GET", path, answer: wanted });
  if ("body" in reply && JSON.stringify(reply.body) !== JSON.stringify(wants)) {
    person.surprise(`settings read ${JSON.stringify(reply.body)} after ${JSON.stringify(wants)} was saved`);
  }
}

/** Somebody who has just cancelled is not matching. */
export async function lookAtProfile({ person }: Caller, { idle = false } = {}): Promise<void> {
  const reply = await person.ask({ method: "GET", path: "/api/user/profile/", answer: profile });
  if ("problem" in reply) return;
  const { username, is_matching } = reply.body;
  if (username !== person.username) person.surprise(`the profile of ${person.username} says ${username}`);
  if (idle && is_matching) person.surprise("the profile says is_matching of somebody who is in no queue");
}
