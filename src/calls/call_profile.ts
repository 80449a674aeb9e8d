import { shownAgeOf, type User } from "../../projections/accounts/users.ts";
import { profileRequired, type Refusal } from "../answers/refusals.ts";
import { access } from "../accounts/access.ts";

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
