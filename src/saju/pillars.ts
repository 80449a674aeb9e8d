import { calculateFourPillars, type DayBoundary } from "manseryeok";
import { z } from "zod";
import { shaped } from "../http/fields.ts";

/** A date of the Gregorian calendar, and the time on a Korean clock, where it is known. */
export type Birth = { birthDate: string; birthTime: string | null };

/**
 * How sure a pillar is. `ambiguous`: what is known of the birth allows another one too, because a solar term (절입), a
 * change of the clocks or, under an old Korean offset, midnight falls into it. `unknown`: there is no birth time.
 */
export type Certainty = "certain" | "ambiguous" | "unknown";

/** The pillars of a birth, each two Hanja (`"庚午"`); where one is ambiguous, its likelier value. */
export type Pillars = {
  year: string;
  month: string;
  day: string;
  hour: string | null;
  precision: { year: Certainty; month: Certainty; day: Certainty; hour: Certainty };
};

/** How a school reads the clock. What is left out is as {@link pillarsOf} has it. */
export type Policy = {
  /** When the day changes: at 00:00, at 23:00, or at 00:00 with the next day's stem for the hour from 23:00 on. */
  dayBoundary?: DayBoundary;
  /** `korean`: through the offsets and summer times of Korea to UTC+9. `utc+9`: the clock already shows UTC+9. */
  clock?: "korean" | "utc+9";
  /** Degrees east of the meridian whose mean time tells the day and the hour: 135 is UTC+9, 127.5 is UTC+8:30. */
  meridian?: number;
};

const timeZone = "Asia/Seoul";
const standardOffsetMs = 9 * 3600 * 1000;
const standardMeridian = 135;

/** The years for which the library's table of solar terms is exact to the minute. */
const years = { first: 1800, last: 2300 };

const isoDate = z.iso.date();

/** A birth time in a request: `HH:MM` on a 24-hour clock. Seconds, which some clients add, are dropped. */
export const birthTimeSchema = shaped(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, {
  ko: "HH:MM 형식의 시각이어야 합니다.",
  en: "must be a time of day, HH:MM.",
}).overwrite((time) => time.slice(0, 5));

/**
 * The year, month and day pillars of a birth, and with its time the hour pillar. Korean civil time is brought to UTC+9
 * (UTC+8:30 from 1954 to 1961, summer times from 1948 to 1960 and in 1987 and 1988); the day changes at midnight.
 * The year changes at the minute of 입춘, the month at the twelve 절.
 *
 * `undefined` for a date or time that does not exist or is not from 1800 to 2300.
 *
 * @example
 * ```ts
 * import { pillarsOf } from "./pillars.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { year, month, day, hour } = pillarsOf({ birthDate: "1990-03-15", birthTime: "10:30" })!;
 * assertEquals([year, month, day, hour], ["庚午", "己卯", "己卯", "己巳"]);
 * ```
 */
export function pillarsOf(birth: Birth, policy: Policy = {}): Pillars | undefined {
  const { birthDate } = birth;
  const birthTime = birthTimeSchema.nullable().safeParse(birth.birthTime).data;
  if (birthTime === undefined || !isSupported(birthDate)) return undefined;

  // noon is the likeliest reading of a day; its first and last minute are what else it could be
  const [likely, ...others] = birthTime === null
    ? [
      ...readings(`${birthDate}T12:00`, policy),
      ...readings(`${birthDate}T00:00`, policy),
      ...readings(`${birthDate}T23:59`, policy),
    ]
    : readings(`${birthDate}T${birthTime}`, policy);
  const at = pillarsAt(likely, policy);
  const also = others.map((reading) => pillarsAt(reading, policy));
  const certainty = (of: "year" | "month" | "day" | "hour") =>
    also.every((each) => each[of] === at[of]) ? "certain" : "ambiguous";

  return {
    year: at.year,
    month: at.month,
    day: at.day,
    hour: birthTime === null ? null : at.hour,
    precision: {
      year: certainty("year"),
      month: certainty("month"),
      day: certainty("day"),
      hour: birthTime === null ? "unknown" : certainty("hour"),
    },
  };
}

function isSupported(date: string): boolean {
  const year = Number(date.slice(0, 4));
  return isoDate.safeParse(date).success && year >= years.first && year <= years.last;
}

/** What a clock of UTC+9 showed: twice where a Korean clock showed the time twice or, being put forward, never. */
function readings(clock: string, policy: Policy): Date[] {
  const shown = Temporal.PlainDateTime.from(clock);
  if (policy.clock === "utc+9") return [new Date(`${clock}Z`)];
  const instants = (["earlier", "later"] as const)
    .map((disambiguation) => shown.toZonedDateTime(timeZone, { disambiguation }).epochMilliseconds);
  return [...new Set(instants)].map((instant) => new Date(instant + standardOffsetMs));
}

function pillarsAt(reading: Date, policy: Policy) {
  const pillars = calculateFourPillars({
    year: reading.getUTCFullYear(),
    month: reading.getUTCMonth() + 1,
    day: reading.getUTCDate(),
    hour: reading.getUTCHours(),
    minute: reading.getUTCMinutes(),
    dayBoundary: policy.dayBoundary ?? "midnight",
    trueSolarTime: {
      longitude: policy.meridian ?? standardMeridian,
      applyEquationOfTime: false,
      applyHistoricalDst: false,
    },
  });
  return { year: pillars.yearHanja, month: pillars.monthHanja, day: pillars.dayHanja, hour: pillars.hourHanja };
}
