import { MatchRequested } from "../../../../events/calls.ts";
import { tag } from "../../../../events/event.ts";
import { load } from "../../../boundary.ts";
import { readConfig } from "../../../config.ts";
import { chargeGems } from "../../../calls/charge_gems.ts";
import { isRefusal } from "../../../refusals.ts";
import { median } from "../measure.ts";
import { type Grown, type Opened, openGrown } from "./grown.ts";
import { queries } from "./queries.ts";

const callers = 64;
const coldProcesses = 8;
const callsOfQuery = 100;
const meta = { actor: 1, correlationId: "growth", app: "calls" as const };
const rules = readConfig({});

/** Appends a second, for some seconds: each about two people of the whole log, and guarded for one of them. */
export async function appendsPerSecond({ log }: Opened, { population }: Grown, seconds: number): Promise<number> {
  const person = () => 1 + Math.floor(Math.random() * population.people);
  const begun = performance.now();
  const endAt = begun + seconds * 1000;
  let appended = 0;
  async function call(): Promise<void> {
    while (performance.now() < endAt) {
      const after = await head;
      const [one, other] = [person(), person()];
      const fact = MatchRequested({ userId: one, since: "2026-03-01T12:00:00.000Z" });
      const tags = [...new Set([tag.user(one), tag.user(other), tag.match(1 + Math.floor(Math.random() * 1e9))])];
      const guards = [{ any: [{ types: ["MatchMade" as const], tags: [tag.user(one)] }], after }];
      const { outcome } = await log.append({ events: [{ ...fact, tags }], guards, meta });
      if (outcome !== "appended") throw new Error(`An append without a rival came back as ${outcome}.`);
      appended++;
    }
  }
  const head = log.head();
  await Promise.all(Array.from({ length: callers }, call));
  return appended / ((performance.now() - begun) / 1000);
}

/** Milliseconds of a decision about somebody's wallet in processes that have decided nothing before; the median. */
export async function coldDecisionMs(grown: Grown, wallet: "smallWallet" | "bigWallet"): Promise<number> {
  const taken: number[] = [];
  for (let n = 0; n < coldProcesses; n++) {
    await using opened = await openGrown(grown);
    const me = grown.population[wallet];
    const input = { provider: "development", productId: "gems_100", paymentHash: crypto.randomUUID() };
    const begun = performance.now();
    const { state } = await load(opened.log, opened.registry, chargeGems.reads(input, me));
    const decision = chargeGems.decide(state, input, { me, now: new Date(), newId: () => 1, rules });
    taken.push(performance.now() - begun);
    if (isRefusal(decision) || !state.wallet) throw new Error("The wallet was not found, or nothing decided.");
  }
  return median(taken);
}

/** Milliseconds that each read query takes, by name; the median of many calls, one after the other. */
export async function queriesMs({ registry }: Opened, { population }: Grown): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const [name, query] of Object.entries(queries)) {
    const taken: number[] = [];
    for (let n = 0; n < callsOfQuery; n++) {
      const begun = performance.now();
      await query(registry, population);
      taken.push(performance.now() - begun);
    }
    found[name] = median(taken);
  }
  return found;
}
