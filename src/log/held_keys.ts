import type { PersonalKey } from "./personal.ts";

/** The most recently used keys, in memory. */
export type HeldKeys = {
  get(subject: number): PersonalKey | undefined;
  hold(subject: number, key: PersonalKey): void;
  forget(subject: number): void;
  /** How often something was forgotten: what was read before must not be held after. */
  forgotten(): number;
};

/** Makes the memory of keys: the longest unused goes once there are more than `limit`. */
export function makeHeldKeys(limit: number): HeldKeys {
  /** In order of use, the longest unused first. */
  const held = new Map<number, PersonalKey>();
  let forgotten = 0;

  function hold(subject: number, key: PersonalKey): void {
    held.delete(subject);
    held.set(subject, key);
    if (held.size <= limit) return;
    for (const oldest of held.keys()) return void held.delete(oldest);
  }

  return {
    hold,
    get(subject) {
      const key = held.get(subject);
      if (key) hold(subject, key);
      return key;
    },
    forget(subject) {
      forgotten++;
      held.delete(subject);
    },
    forgotten: () => forgotten,
  };
}
