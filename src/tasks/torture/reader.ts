import { createHash } from "node:crypto";
import type { Event } from "../../../events/vocabulary.ts";
import type { Config } from "../../configuration/config.ts";
import { pause } from "./waiting.ts";
import { type HeldLog, openLogOf } from "./open_log.ts";

/** Somebody who reads the log from its first event on, as it grows. */
export type Reader = {
  name: string;
  /** The last event it saw. */
  position(): number;
  /** Of all it saw, in the order in which it did. */
  digest(): string;
  /** What it saw out of order, and what broke its reading. */
  wrong: string[];
  stop(): Promise<void>;
};

const wrongKept = 20;

/** A digest of events that grows with them: equal for the same events in the same order only. */
export function makeDigest() {
  const hash = createHash("sha256");
  return {
    add: ({ position, type, meta }: Event) =>
      void hash.update(`${position} ${type} ${meta.correlationId} ${meta.actor}\n`),
    value: () => hash.copy().digest("hex"),
  };
}

/** Begins to read from position 0 by a log of its own. */
export async function startReader(config: Config, name: string): Promise<Reader> {
  const held: HeldLog = await openLogOf(config, `inyeon ${name}`);
  const stopping = new AbortController();
  const digest = makeDigest();
  const wrong: string[] = [];
  let position = 0;

  function see(event: Event): void {
    digest.add(event);
    if (event.position !== position + 1 && wrong.length < wrongKept) {
      wrong.push(`${name} saw ${event.position} after ${position}`);
    }
    position = event.position;
  }

  async function read(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await held.log.subscribe(position, (events) => events.forEach(see), stopping.signal);
      } catch (error) {
        if (wrong.length < wrongKept) wrong.push(`${name} was broken off at ${position}: ${error}`);
        await pause(100);
      }
    }
  }

  const reading = read();
  return {
    name,
    position: () => position,
    digest: digest.value,
    wrong,
    async stop() {
      stopping.abort();
      await reading;
      await held.close();
    },
  };
}
