import { timingSafeEqual } from "node:crypto";

/** Whether two secrets in text are the same, in a time that does not tell where they differ. */
export function isSame(given: string, right: string): boolean {
  const [one, other] = [given, right].map((text) => new TextEncoder().encode(text));
  return one.length === other.length && timingSafeEqual(one, other);
}
