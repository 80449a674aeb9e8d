import type { Event } from "../../events/vocabulary.ts";

/** The rules that a history was made under. */
export type Limits = { rematchCooldownSec: number };

/** Notes a violation, at the event that made it one. */
export type Note = (event: Event, sentence: string) => void;

/** Something that must hold, looked at event by event. */
export type Check = {
  see(event: Event): void;
  /** After the last event. */
  end?(last: Event): void;
};
