import { language } from "../shared/texts.js";

/** The day of an instant where the person is: 2026-11-21. */
export function dayOf(instant) {
  const at = new Date(instant);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** A day for people. */
export function dayText(instant) {
  return new Intl.DateTimeFormat(language(), { dateStyle: "full" }).format(new Date(instant));
}

/** The time of a day. */
export function hourText(instant) {
  return new Intl.DateTimeFormat(language(), { timeStyle: "short" }).format(new Date(instant));
}
