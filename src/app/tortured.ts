import type { NewEvent } from "../../events/event.ts";
import type { Event } from "../../events/vocabulary.ts";
import type { Secrets } from "../configuration/secrets.ts";
import type { Guard, Log } from "../log/log.ts";
import type { Act, Draw } from "./simulates.ts";

/** What one command of a writer says, and under which guards. */
export type Said = { events: NewEvent[]; guards: Guard[] };

/** Something that writers say, and how likely beside all else that they say. */
export type Saying = { likelihood: number; say(draw: Draw): Said | Promise<Said> };

export type Answer = { status: number; body: unknown };
export type Sent = { method?: string; body?: unknown; key?: string; door?: string };

/** How somebody asks the servers while they break. */
export type Line = {
  name: string;
  /** Where each of the servers is. */
  doors: readonly string[];
  draw: Draw;
  /** Sends it once, to any server or to the one named; status 0: nothing came back. */
  ask(path: string, sent: Sent): Promise<Answer>;
  /** Sends it, at any server, until it is answered otherwise than with a request to come again. */
  insist(path: string, sent: Sent): Promise<Answer>;
  /** Notes an answer that no outage excuses. */
  wrong(what: string, detail: string): void;
};

/** Somebody who uses the app while servers and database break. */
export type Customer = {
  acts: readonly Act[];
  /** Says what they find wrong in the end, now that nothing is broken. */
  afterwards?(): Promise<string[]>;
};

/** What an app brings for `deno task torture`. */
export type Tortured = {
  /** What writers append, past all commands. `next` gives numbers that nobody else has. */
  says?(of: { log: Pick<Log, "read">; next(): number }): readonly Saying[];
  customer?(line: Line, of: { secrets: Secrets }): Customer;
  /** What must hold of the log in the end, whatever the writers said. */
  check?(): { name: string; says: string; see(event: Event): void; wrong: readonly string[] };
  /** Its invariants that do not hold of what writers say. */
  unkept?: readonly string[];
};
