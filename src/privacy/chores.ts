import { finishErasures } from "./finish_erasures.ts";
import type { Keeping } from "./forget_person.ts";

/** What the leader of housekeeping does, every few seconds, so that nothing is kept for longer than it may be. */
export function privacyChores(keeping: Keeping): (() => Promise<unknown>)[] {
  return [() => finishErasures(keeping)];
}
