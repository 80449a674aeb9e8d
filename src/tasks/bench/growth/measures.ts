import { MatchRequested } from "../../../../events/calls.ts";
import { tag } from "../../../../events/event.ts";
import { load } from "../../../deciding/boundary.ts";
import { readConfig } from "../../../start/read_config.ts";
import { chargeGems } from "../../../gems/charge_gems.ts";
import { isRefusal } from "../../../answers/refusals.ts";
import { median } from "../measure.ts";
import { type Grown, type Opened, openGrown } from "./grown.ts";
import type { Query } from "./queries.ts";

const callers = 64;
const coldProcesses = 8;
const callsOfQuery = 200;
const meta = { actor: 1, correlationId: "growth", app: "calls" as const };
const rules = readConfig({});

/**
 * Appends a second, for some seconds: each about two people of the whole log, and guarded for one of them from where the
 * log was known to be a moment ago, as after a decision.
 */
export async function appendsPerSecond({ log }: Opened, { population }: Grown, seconds: number): Promise<number> {
  const person = () => 1 + Math.floor(Math.random() * population.people);
  let known = await log.head();
  let appended = 0;
  const begun = performance.now();
  const endAt = begun + seconds * 1000;
  async function call(): Promise<void> {
    while (performance.now() < endAt) {
      const [one, other] = [person(), person()];
      const fact = MatchRequested({ userId: one, since: "2026-03-01T12:00:00.000Z" });
      const tags = [...new Set([tag.user(one), tag.user(other), tag.match(1 + Math.floor(Math.random() * 1e9))])];
      const guards = [{ any: [{ types: ["MatchMade" as const], tags: [tag.user(one)] }], after: known }];
      const answer = await log.append({ events: [{ ...fact, tags }], guards, meta });
      if (answer.outcome !== "appended") throw new Error(`An append without a rival came back as ${answer.outcome}.`);
      known = Math.max(known, answer.position);
      appended++;
    }
  }
  await Promise.all(Array.from({ length: callers }, call));
  return appended / ((performance.now() - begun) / 1000);
}

/**
 * Milliseconds of a decision about somebody's wallet in processes that have decided nothing before; the median of each
 * size. The sizes take turns at every process, so that what else the machine does falls on all alike.
 */
export async function coldDecisionMs(sizes: readonly Grown[], wallet: "smallWallet" | "bigWallet"): Promise<number[]> {
  const taken: number[][] = sizes.map(() => []);
  for (let process = 0; process < coldProcesses; process++) {
    for (const [n, size] of sizes.entries()) taken[n].push(await decideCold(size, size.population[wallet]));
  }
  return taken.map(median);
}

async function decideCold(grown: Grown, me: number): Promise<number> {
  await using opened = await openGrown(grown);
  const input = { provider: "development", productId: "gems_100", paymentHash: crypto.randomUUID() };
  const begun = performance.now();
  const asked = { me, now: new Date() };
  const { state } = await load(opened.log, opened.registry, chargeGems.reads(input, asked));
  const decision = chargeGems.decide(state, input, { ...asked, newId: () => 1, rules });
  const taken = performance.now() - begun;
  if (isRefusal(decision) || !state.wallet) throw new Error("The wallet was not found, or nothing was decided.");
  return taken;
}

/** Milliseconds of a read query; the median of many calls one after the other, the sizes taking turns at every call. */
export async function queryMs(query: Query, sizes: readonly Grown[], opened: readonly Opened[]): Promise<number[]> {
  const taken: number[][] = sizes.map(() => []);
  for (let call = 0; call < callsOfQuery; call++) {
    for (const [n, { population }] of sizes.entries()) {
      const begun = performance.now();
      await query(opened[n].registry, population);
      taken[n].push(performance.now() - begun);
    }
  }
  return taken.map(median);
}
