import { z } from "zod";
import { shaped } from "../http/fields.ts";
import { lunarOf, solarOf } from "./lunar.ts";
import { pillarsOf } from "./pillars.ts";

const calendar = z.enum(["solar", "lunar"]);

/** A birth date in a request. `calendar` is solar by default. */
export const birthFields = {
  birth_date: shaped(/^\d{4}-\d{2}-\d{2}$/, {
    ko: "YYYY-MM-DD 형식의 날짜여야 합니다.",
    en: "must be a date, YYYY-MM-DD.",
  }).meta({ description: "YYYY-MM-DD, by the calendar that `calendar` names." }),
  calendar: calendar.optional(),
  leap_month: z.boolean().optional().meta({ description: "Whether the month of a lunar date is a leap month (윤달)." }),
};

/** A birth date as shown to its person: `birth_date` is always solar. */
export const seenBirth = {
  birth_date: z.string().nullable(),
  /** The calendar in which it was given. */
  calendar: calendar.nullable(),
  /** The same day in the lunar calendar. */
  lunar: z.object({ date: z.string(), leap_month: z.boolean() }).nullable()
    .meta({ examples: [{ date: "1992-06-09", leap_month: false }] }),
};

type Told = { birth_date?: string; calendar?: z.output<typeof calendar>; leap_month?: boolean };

type Birth = { birthDate: string; birthCalendar: z.output<typeof calendar> };

/**
 * A birth as commands take it: the solar date, and the calendar in which it was given. For bodies that
 * {@link checkBirth} accepted.
 */
export function birthOf(told: Told & { birth_date: string }): Birth;
export function birthOf(told: Told): Partial<Birth>;
export function birthOf(told: Told): Partial<Birth> {
  if (told.birth_date === undefined) return {};
  const birthDate = solarDateOf(told);
  if (typeof birthDate !== "string") throw new Error(`The birth date ${birthDate.en}`);
  return { birthDate, birthCalendar: told.calendar ?? "solar" };
}

/** The birth in a profile, as its person sees it. */
export function birthSeen(birth_date: string | null, told: string | null) {
  if (birth_date === null) return { birth_date, calendar: null, lunar: null };
  const lunar = lunarOf(birth_date);
  return {
    birth_date,
    calendar: calendar.parse(told ?? "solar"),
    lunar: lunar ? { date: lunar.date, leap_month: lunar.leapMonth } : null,
  };
}

/** Refuses a day that its calendar does not have or that is too long ago. For `superRefine` of a body. */
export function checkBirth(told: Told, context: z.RefinementCtx): void {
  const wrong = (path: keyof Told, params: { ko: string; en: string }) =>
    context.addIssue({ code: "custom", path: [path], params, input: told[path] });
  if (told.leap_month && told.calendar !== "lunar") return wrong("leap_month", onlyLunar);
  if (told.birth_date === undefined) {
    if (told.calendar !== undefined || told.leap_month !== undefined) wrong("birth_date", missing);
    return;
  }
  const found = solarDateOf(told);
  if (typeof found !== "string") return wrong("birth_date", found);
  if (found < "1900-01-01" || !pillarsOf({ birthDate: found, birthTime: null })) wrong("birth_date", tooLongAgo);
}

function solarDateOf({ birth_date = "", calendar, leap_month = false }: Told) {
  if (calendar === "lunar") return solarOf({ date: birth_date, leapMonth: leap_month });
  return z.iso.date().safeParse(birth_date).success ? birth_date : noSuchDay;
}

const onlyLunar = {
  ko: "음력 날짜에만 쓸 수 있습니다. calendar 에 lunar 를 함께 보내 주세요.",
  en: "is for lunar dates: send calendar lunar with it.",
};
const missing = {
  ko: "calendar 와 leap_month 에는 날짜가 함께 있어야 합니다.",
  en: "must come with calendar and leap_month.",
};
const noSuchDay = { ko: "달력에 없는 날짜입니다.", en: "must be a day that exists in the calendar." };
const tooLongAgo = { ko: "1900년 이후의 날짜여야 합니다.", en: "must be a day from 1900 on." };
