import { language } from "./texts.ts";

/** Seconds as minutes and seconds: 3:07. */
export function clockText(sec: number): string {
  const whole = Math.max(0, Math.floor(sec));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** When something was, for people. */
export function timeText(instant: string): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(instant));
}
