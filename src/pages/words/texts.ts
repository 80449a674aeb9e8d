import { signal } from "@preact/signals";
import { en, ko } from "./shared_texts.ts";

/** The languages that pages speak. */
export type Language = "ko" | "en";
type SharedKey = keyof typeof ko;
/** What stands for the `{names}` in a text. */
type Values = Record<string, unknown>;

const place = "inyeon.language";
const chosen = signal<Language>(remembered());
const texts: Record<Language, Record<string, string>> = { ko: { ...ko }, en: { ...en } };

function remembered(): Language {
  const kept = localStorage.getItem(place) ?? navigator.language;
  return kept.startsWith("ko") ? "ko" : "en";
}

/** The language that is shown: what reads it is drawn again when it changes. */
export const language = (): Language => chosen.value;

/** Shows the other language from now on. */
export function switchLanguage(): void {
  chosen.value = chosen.value === "ko" ? "en" : "ko";
  localStorage.setItem(place, chosen.value);
}

/** A text in the language that is shown. */
export type Say<K extends string> = (key: K, values?: Values) => string;

/**
 * Adds a page's own texts to those that all pages share, and returns what says them: `t("find")`. A text that stands in
 * one language alone does not compile.
 */
export function textsOf<K extends string>(own: { ko: Record<K, string>; en: Record<NoInfer<K>, string> }) {
  Object.assign(texts.ko, own.ko);
  Object.assign(texts.en, own.en);
  return { t: say as Say<K | SharedKey>, isText: isText as (key: string) => key is K | SharedKey };
}

/** A text that all pages share; `{name}` in it takes a value. */
export const t: Say<SharedKey> = say;

function say(key: string, values: Values = {}): string {
  return texts[language()][key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** The text of a name that is not known beforehand, as of a field in a refusal; undefined if unknown. */
export const textIfAny = (key: string): string | undefined => isText(key) ? say(key) : undefined;

function isText(key: string): boolean {
  return Object.hasOwn(texts.ko, key);
}
