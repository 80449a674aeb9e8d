import type { Profile, ProfileChange } from "./contract.ts";

/*
 * A birth date as its fields hold it, in the solar or the lunar calendar. A lunar date has fields of its own, because a
 * date field does not take 30 February. Pure.
 */

/** What stands in the fields. */
export type Birth = {
  calendar: "solar" | "lunar";
  birth_date: string;
  lunar_year: string;
  lunar_month: string;
  lunar_day: string;
  leap_month: boolean;
};

/** A birth date in the form that the server takes. */
export type ToldBirth = Required<Pick<ProfileChange, "birth_date" | "calendar">> & Pick<ProfileChange, "leap_month">;

/** Nothing in them. */
export const noBirth: Birth = {
  calendar: "solar",
  birth_date: "",
  lunar_year: "",
  lunar_month: "",
  lunar_day: "",
  leap_month: false,
};

type Known = Pick<Profile, "birth_date" | "calendar" | "lunar" | "can_correct_birth_date">;

/** Whether a birth date can no longer be changed. */
export const isBirthFixed = ({ birth_date, can_correct_birth_date }: Known): boolean =>
  birth_date !== null && !can_correct_birth_date;

/** The fields of a profile's birth date. */
export function birthIn({ birth_date, calendar, lunar }: Known): Birth {
  const [year = "", month = "", day = ""] = lunar ? lunar.date.split("-").map((part) => String(Number(part))) : [];
  return {
    calendar: calendar ?? "solar",
    birth_date: birth_date ?? "",
    lunar_year: year,
    lunar_month: month,
    lunar_day: day,
    leap_month: lunar?.leap_month ?? false,
  };
}

/** What stands in the fields of a form. */
export function birthOf(form: FormData): Birth {
  const said = Object.keys(noBirth).map((name) => [name, form.get(name) ?? Reflect.get(noBirth, name)]);
  return { ...noBirth, ...Object.fromEntries(said), leap_month: form.has("leap_month") };
}

/** The birth date in the form that the server takes. */
export function toldBirth({ calendar, birth_date, leap_month, ...lunar }: Birth): ToldBirth {
  if (calendar === "solar") return { birth_date, calendar };
  const day = [two(lunar.lunar_month), two(lunar.lunar_day)];
  return { birth_date: [lunar.lunar_year.padStart(4, "0"), ...day].join("-"), calendar, leap_month };
}

const two = (number: string) => number.padStart(2, "0");

/** What of a birth date differs from a profile. */
export function birthChanges(birth: Birth, profile: Known): Partial<ToldBirth> {
  if (isBirthFixed(profile)) return {};
  const said = toldBirth(birth);
  return JSON.stringify(said) === JSON.stringify(toldBefore(said.calendar, profile)) ? {} : said;
}

/** The birth date of a profile, in the form that would be sent. */
function toldBefore(calendar: ToldBirth["calendar"], { birth_date, lunar }: Known) {
  if (calendar === "solar") return { birth_date, calendar };
  return lunar && { birth_date: lunar.date, calendar, leap_month: lunar.leap_month };
}
