import type { Person } from "../../app/simulates.ts";
import type { Records } from "./records.ts";

const everyMs = 500;
const linesEvery = 10;

/** Shows what goes on, twice a second in place on a terminal, else in one line every 5 s; the result ends it. */
export function showProgress(phase: () => string, people: readonly Person[], records: Records): () => void {
  const startedAt = performance.now();
  const inPlace = Deno.stdout.isTerminal();
  let ticks = 0;
  let requestsBefore = 0;

  const line = (perSec: number) =>
    [
      `${((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)} s ${phase()}`,
      ...[...Map.groupBy(people.filter(({ doing }) => doing), ({ doing }) => doing)]
        .map(([doing, those]) => `${those.length} ${doing}`).sort(),
      `${perSec.toFixed(0)} req/s`,
      `${records.surprises} errors`,
    ].join(" · ");

  const timer = setInterval(() => {
    ticks++;
    if (!inPlace && ticks % linesEvery !== 0) return;
    const elapsedMs = inPlace ? everyMs : everyMs * linesEvery;
    const shown = line(1000 * (records.requests - requestsBefore) / elapsedMs);
    requestsBefore = records.requests;
    if (inPlace) Deno.stdout.writeSync(new TextEncoder().encode(`\r\x1b[K${shown}`));
    else console.log(shown);
  }, everyMs);
  return () => {
    clearInterval(timer);
    if (inPlace) Deno.stdout.writeSync(new TextEncoder().encode("\r\x1b[K"));
  };
}
