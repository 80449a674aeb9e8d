import { language } from "../words/texts.ts";

/** The day of an instant where the person is: 2026-11-21. */
export function dayOf(instant: string | Date): string {
  const at = new Date(instant);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** A day for people. */
export function dayText(instant: string): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: "full" }).format(new Date(instant));
}

/** The time of a day. */
export function hourText(instant: string): string {
  return new Intl.DateTimeFormat(language(), { timeStyle: "short" }).format(new Date(instant));
}

/** The time for today, the day for before. */
export function shortTime(instant: string): string {
  const isToday = dayOf(instant) === dayOf(new Date());
  const how = isToday ? { timeStyle: "short" } as const : { month: "short", day: "numeric" } as const;
  return new Intl.DateTimeFormat(language(), how).format(new Date(instant));
}
