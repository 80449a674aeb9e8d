import { z } from "zod";
import { dateInKorea } from "../../../projections/accounts/users.ts";
import { type Draw, message, type Person } from "../../app/simulates.ts";
import { access } from "../access.ts";
import type { Known } from "./introducing.ts";

/** Somebody of blind dates. */
export type Dater = {
  person: Person;
  /** What they say of themselves. */
  says: { name: string; birth_date: string; birth_time: string | null; bio: string };
  /** How likely they are to do something about a person they are shown, or a request. */
  habits: { asks: number; accepts: number; declines: number; withdraws: number };
  /** Their requests, made and got, as they last saw them. */
  known: Map<number, Known>;
  /** Whom they were shown today. */
  shown: { day: string; people: Person[] };
};

const profile = z.object({
  user_id: z.int(),
  name: z.string().nullable(),
  birth_date: z.string().nullable(),
  birth_time: z.string().nullable(),
  bio: z.string().nullable(),
  pillars: z.object({ year: z.string(), hour: z.string().nullable() }).nullable(),
});

const bios = ["산책을 좋아해요.", "책 읽는 사람입니다.", "고양이 두 마리와 살아요.", "맛집 찾아다녀요."];
const two = (number: number) => String(number).padStart(2, "0");

/** Somebody's birth date goes with their age, near enough. */
export function makeDater(person: Person, who: Draw): Dater {
  const year = Number(dateInKorea(new Date()).slice(0, 4)) - person.age - 1;
  return {
    person,
    says: {
      name: `${who.pick(["소라", "하늘", "바다", "구름", "민지", "준호"])} ${person.number}`,
      birth_date: `${year}-${two(who.whole(1, 12))}-${two(who.whole(1, 28))}`,
      birth_time: who.chance(0.5) ? `${two(who.whole(0, 23))}:${two(who.whole(0, 59))}` : null,
      bio: who.pick(bios),
    },
    habits: {
      asks: who.between(0.2, 0.8),
      accepts: who.between(0.3, 0.9),
      declines: who.between(0.05, 0.4),
      withdraws: who.between(0, 0.1),
    },
    known: new Map(),
    shown: { day: "", people: [] },
  };
}

/** Says what blind dates need to know of somebody. */
export async function registerAs({ person: { ask }, says }: Dater): Promise<void> {
  await ask({ ...access.changeSajuProfile, body: says, answer: message });
}

/** Says something else of oneself, now and then. */
export async function rewrite({ person: { ask, draw }, says }: Dater): Promise<void> {
  says.bio = draw.pick(bios);
  await ask({ ...access.changeSajuProfile, body: { bio: says.bio }, answer: message });
}

/** Looks at one's own profile, which must be what one said. */
export async function lookAtSelf({ person: { ask, surprise, userId }, says }: Dater): Promise<void> {
  const reply = await ask({ ...access.sajuProfile, answer: profile });
  if ("problem" in reply) return;
  const { user_id, pillars, name, birth_date, birth_time, bio } = reply.body;
  const told = { name, birth_date, birth_time, bio };
  if (user_id !== userId || JSON.stringify(told) !== JSON.stringify(says)) {
    surprise(`the profile of ${userId} reads ${JSON.stringify(reply.body)} after ${JSON.stringify(says)}`);
  }
  if (!pillars || (pillars.hour === null) !== (says.birth_time === null)) {
    surprise(`${JSON.stringify(says)} has pillars ${JSON.stringify(pillars)}`);
  }
}

declare module "../../app/simulates.ts" {
  interface World {
    /** Those who registered for blind dates. */
    daters: Dater[];
  }
}
