import type { Life, Person } from "../../app/simulates.ts";
import type { App } from "../../app.ts";
import { drawFrom, pickBy, seedFor, streamOf } from "./draw.ts";
import type { Arrived } from "./person.ts";
import type { Run } from "./world.ts";

const renewEveryMs = 300_000;

/**
 * Begins somebody's lives in the apps. Who they are in each, and how much they are in it, has a stream of its own: the
 * same seed gives the same, whichever other apps there are.
 */
export async function settleIn(seed: number, apps: readonly App[], person: Person): Promise<Life> {
  const lives = apps.flatMap(({ name, simulates }) => {
    if (!simulates) return [];
    const who = drawFrom(seedFor(seedFor(seed, person.number), streamOf(name)));
    const keen = who.around(1);
    const { acts, ...life } = simulates.life(person, who);
    return [{ ...life, acts: acts.map(({ likelihood, act }) => ({ likelihood: keen * likelihood, act })) }];
  });
  for (const { arrives } of lives) await arrives?.();
  return {
    acts: lives.flatMap(({ acts }) => acts),
    async leaves() {
      for (const { leaves } of lives) await leaves?.();
    },
  };
}

/** Does one thing after the other until the run is over, and then finishes what is begun and leaves. */
export async function live(world: Run, { person, restsSec, renewTokens }: Arrived, { acts, leaves }: Life) {
  const { draw } = person;
  let renewedAt = performance.now();
  while (!world.isOver()) {
    await world.pause(1000 * draw.around(restsSec));
    if (draw.chance(0.03) || performance.now() - renewedAt > renewEveryMs) {
      await renewTokens();
      renewedAt = performance.now();
    }
    if (acts.length > 0) await pickBy(draw, acts).act();
    person.doing = "";
  }
  await leaves?.();
}
