import { z } from "zod";
import type { Append } from "../../log/log.ts";
import { Unavailable } from "../../log/log.ts";
import { readConfig } from "../../start/read_config.ts";
import { drawFrom, seedFor } from "../simulate/draw.ts";
import { makeCommands } from "./commands.ts";
import { openLogOf } from "./open_log.ts";
import { openNotes, type Outcome } from "./outcomes.ts";
import { pause } from "./waiting.ts";

/**
 * A process of writers: each appends one command after the other and notes what becomes of it, until standard input
 * closes. Prints a line once it has begun.
 */
const of = z.object({
  seed: z.int(),
  writers: z.int(),
  process: z.int(),
  /** How many processes were there before it in its place. */
  life: z.int(),
  /** Mean pause between two commands of a writer. */
  pauseMs: z.number(),
  notes: z.string(),
}).parse(JSON.parse(Deno.args[0]));

// Ctrl-C reaches every process of a terminal; whoever started this one decides when it ends
Deno.addSignalListener("SIGINT", () => {});
let stopped = false;
const told = (async () => {
  for await (const _ of Deno.stdin.readable);
  stopped = true;
})();

const held = await openLogOf(readConfig(Deno.env.toObject()), "inyeon torture writers");
const { log } = held;
const notes = openNotes(of.notes);
const say = makeCommands(log, of);
console.log("writing");
await Promise.all(Array.from({ length: of.writers }, (_, n) => write(n)));
await told;
await held.close();
Deno.exit(0);

async function write(writer: number): Promise<void> {
  const draw = drawFrom(seedFor(seedFor(of.seed, of.process), 1 + of.life * of.writers + writer));
  for (let n = 1; !stopped; n++) {
    const id = `torture ${of.process}.${of.life}.${writer}.${n}`;
    try {
      const { events, guards } = await say(draw);
      notes.about(id, events.length);
      notes.outcome(id, await append({ events, guards, meta: { actor: null, correlationId: id, app: "system" } }));
    } catch (error) {
      // what it wanted to read could not be read
      if (!(error instanceof Unavailable)) throw error;
    }
    await pause(draw.around(of.pauseMs));
  }
}

async function append(command: Append): Promise<Outcome> {
  try {
    const appended = await log.append(command);
    if (appended.outcome === "appended") return { outcome: "acknowledged", position: appended.position };
    if (appended.outcome === "conflict") return { outcome: "conflict" };
    return { outcome: "failed", reason: "it was refused by a fence that it did not have" };
  } catch (error) {
    if (error instanceof Unavailable) return { outcome: "unavailable" };
    return { outcome: "failed", reason: String(error) };
  }
}
