import { accountEvents } from "./accounts.ts";
import { callEvents } from "./calls.ts";
import { chatEvents } from "./chat.ts";
import type { RecordedOf } from "./event.ts";
import { gemEvents } from "./gems.ts";
import { safetyEvents } from "./safety.ts";
import { sajuEvents } from "./saju.ts";

/** Every event there is, by its type. */
export const vocabulary = {
  ...accountEvents,
  ...callEvents,
  ...chatEvents,
  ...gemEvents,
  ...safetyEvents,
  ...sajuEvents,
};

/** Any recorded event; narrow it by `event.type`. */
export type Event = RecordedOf<(typeof vocabulary)[keyof typeof vocabulary]>;

export type EventType = Event["type"];

/** The recorded event of one type. */
export type EventOf<T extends EventType> = Extract<Event, { type: T }>;
