import { LUNAR_MAX_YEAR, LUNAR_MIN_YEAR, lunarToSolar, solarToLunar } from "manseryeok";

/** A date of the Korean lunar calendar published by KASI (한국천문연구원): `YYYY-MM-DD`, perhaps in a leap month (윤달). */
export type LunarDate = { date: string; leapMonth: boolean };

/** Why a lunar date does not exist, in Korean and English. */
export type Impossible = { ko: string; en: string };

/**
 * The Gregorian date (`YYYY-MM-DD`) of a lunar date, or why it does not exist.
 *
 * @example
 * ```ts
 * import { solarOf } from "./lunar.ts";
 * import { assertEquals } from "@std/assert";
 *
 * // Seollal, the lunar New Year
 * assertEquals(solarOf({ date: "2024-01-01", leapMonth: false }), "2024-02-10");
 * ```
 */
export function solarOf({ date, leapMonth }: LunarDate): string | Impossible {
  const [year, month, day] = date.split("-").map(Number);
  if (month < 1 || month > 12 || day < 1 || day > 30) return outOfCalendar;
  if (year < LUNAR_MIN_YEAR || year > LUNAR_MAX_YEAR) return outOfRange;
  const at = (day: number) => dayOf(year, month, day, leapMonth);
  const found = at(day);
  if (found !== undefined) return found;
  return at(1) === undefined
    ? { ko: `음력 ${year}년에는 윤${month}월이 없습니다.`, en: `does not exist: ${year} has no leap month ${month}.` }
    : {
      ko: `음력 ${year}년 ${leapMonth ? "윤" : ""}${month}월은 29일까지입니다.`,
      en: `is not there: the ${leapMonth ? "leap " : ""}month ${month} of ${year} has 29 days by the lunar calendar.`,
    };
}

/** The lunar date of a Gregorian date; undefined where the lunar calendar is not known. */
export function lunarOf(solar: string): LunarDate | undefined {
  const [year, month, day] = solar.split("-").map(Number);
  try {
    const lunar = solarToLunar(year, month, day);
    return { date: written(lunar), leapMonth: lunar.isLeapMonth };
  } catch {
    return undefined;
  }
}

const outOfCalendar = {
  ko: "음력 날짜는 1월부터 12월까지, 1일부터 30일까지입니다.",
  en: "must be a lunar date: months 1 to 12, days 1 to 30.",
};

const outOfRange = {
  ko: `음력 날짜는 ${LUNAR_MIN_YEAR}년부터 ${LUNAR_MAX_YEAR}년까지 받습니다.`,
  en: `must be a lunar date from ${LUNAR_MIN_YEAR} to ${LUNAR_MAX_YEAR}.`,
};

/** The library throws for dates that do not exist. */
function dayOf(year: number, month: number, day: number, leapMonth: boolean): string | undefined {
  try {
    return written(lunarToSolar(year, month, day, leapMonth));
  } catch {
    return undefined;
  }
}

function written({ year, month, day }: { year: number; month: number; day: number }): string {
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}
