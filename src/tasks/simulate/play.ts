import type { Life, World } from "../../app/simulates.ts";
import type { App } from "../../app.ts";
import { live, settleIn } from "./life.ts";
import { arrive, type Arrived } from "./person.ts";
import { showProgress } from "./progress.ts";
import type { Records } from "./records.ts";
import { makeWorld } from "./world.ts";

/** A run: so many people, for so long. */
export type Play = {
  apps: readonly App[];
  /** What the apps bring to the world. */
  brought: Partial<World>;
  url: string;
  /** Begins the names of its people. */
  name: string;
  seed: number;
  size: number;
  seconds: number;
  records: Records;
  /** Whether the server may answer 429 to so many people of one address. */
  throttles: boolean;
};

/** Nobody needs longer than a forgotten match takes to lapse. */
const finishWithinMs = 100_000;

/** Lets everyone arrive, live for a while, finish and leave. Ctrl-C has them finish early. */
export async function play({ apps, brought, size, seconds, ...of }: Play): Promise<void> {
  const { seed, records } = of;
  const ended = new AbortController();
  const world = makeWorld({ ...of, ended: ended.signal }, brought);
  const everyone: [Arrived, Life][] = [];
  let phase = "arriving";
  const hide = showProgress(() => phase, world.people, records);
  const interrupted = () => world.isOver() ? ended.abort(new Error("Interrupted twice.")) : world.finish();
  Deno.addSignalListener("SIGINT", interrupted);
  const lost = (person: number) => (error: unknown) =>
    records.surprised({ endpoint: "(gave up)", status: "", sent: "", detail: String(error), person });
  const come = async (n: number) => {
    const arrived = await arrive(world, n);
    world.people.push(arrived.person);
    everyone.push([arrived, await settleIn(seed, apps, arrived.person)]);
  };
  await Promise.all(Array.from({ length: size }, (_, n) => come(n).catch(lost(n))));
  phase = "living";
  world.begin(seconds);
  const ending = setTimeout(() => {
    phase = "finishing";
  }, 1000 * seconds);
  const giveUp = setTimeout(() => ended.abort(new Error("Not done in time.")), 1000 * seconds + finishWithinMs);
  await Promise.all(everyone.map(([who, life]) => live(world, who, life).catch(lost(who.person.number))));
  clearTimeout(ending);
  clearTimeout(giveUp);
  Deno.removeSignalListener("SIGINT", interrupted);
  hide();
}
