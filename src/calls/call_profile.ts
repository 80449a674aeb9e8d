import { shownAgeOf, type User, userById } from "../../projections/accounts/users.ts";
import { isRefusal, profileRequired, type Refusal } from "../answers/refusals.ts";
import type { System } from "../system.ts";
import { access } from "../accounts/access.ts";

/** Whether someone has said all that random calls need. */
export async function hasCallProfile({ registry, now }: Pick<System, "registry" | "now">, userId: number) {
  return !isRefusal(callProfile(await userById(registry, userId), now()));
}

/** What random calls show of a person. All of it is required. */
export type CallProfile = { username: string; age: number; gender: string };

/** Someone's profile for random calls, or a refusal that names what is missing. */
export function callProfile(
  user: Pick<User, "username" | "gender" | "birth_date" | "age" | "age_stated_on"> | undefined,
  now: Date,
): CallProfile | Refusal {
  const age = user ? shownAgeOf(user, now) : null;
  if (user?.username && age !== null && user.gender) return { username: user.username, age, gender: user.gender };
  return profileRequired(access.changeProfile, { username: user?.username, age, gender: user?.gender });
}
