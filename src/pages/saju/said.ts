import { textIn } from "../parts/form.tsx";
import { birthChanges, birthOf } from "./birth.ts";
import type { Profile, ProfileChange } from "./contract.ts";

/* What the form of a profile says. Pure. */

type Gender = NonNullable<ProfileChange["gender"]>;
type Wanted = NonNullable<ProfileChange["preferred_gender"]>;
const genders: readonly Gender[] = ["female", "male", "other"];
/** Whom somebody may want to meet. */
export const wantedGenders: readonly Wanted[] = ["female", "male", "other", "all"];

/** The gender that is chosen; the form asks for one. */
export const genderOf = (form: FormData): Gender => genders.find((one) => one === form.get("gender")) ?? "other";

/** Whether of two ages one alone was given. */
export const isHalfRange = (form: FormData): boolean =>
  (textIn(form, "age_min") === "") !== (textIn(form, "age_max") === "");

/** What the form says otherwise than the profile; an empty text clears. */
export function changesIn(form: FormData, mine: Profile): ProfileChange {
  const textOf = (name: string) => textIn(form, name) || null;
  const [min, max] = [textIn(form, "age_min"), textIn(form, "age_max")];
  const said = {
    name: textIn(form, "name"),
    gender: genderOf(form),
    birth_time: textOf("birth_time"),
    location: textOf("location"),
    job: textOf("job"),
    bio: textOf("bio"),
    preferred_gender: wantedGenders.find((one) => one === form.get("preferred_gender")) ?? null,
    age_range: min === "" ? null : [Number(min), Number(max)] satisfies [number, number],
  };
  const changed = Object.entries(said)
    .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(mine[key as keyof typeof said]));
  return { ...birthChanges(birthOf(form), mine), ...Object.fromEntries(changed) };
}
