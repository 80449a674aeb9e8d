import { apps, projections } from "../../apps.ts";
import { agreementsOf, checkInvariants, invariantsOf } from "../../invariants/invariants.ts";
import type { Limits } from "../../app/invariants.ts";
import type { Log } from "../../log/log.ts";
import type { Registry } from "../../read_models/registry.ts";
import { type Difference, verify } from "../../read_models/verify.ts";

const settleWithinMs = 90_000;
const shownOfEach = 5;

/** Something that was looked at, and what was wrong with it. */
export type Checked = { name: string; detail: string; wrong: string[] };

type Of = { log: Log; registry: Registry; limits: Limits };

/** Waits until nothing is under way in any app, and the read models are at the log's head. */
export async function settle({ log, registry }: Omit<Of, "limits">): Promise<Checked> {
  const until = performance.now() + settleWithinMs;
  const wrong: string[] = [];
  for (;;) {
    const open = (await Promise.all(apps.map((app) => app.unsettled?.(registry) ?? []))).flat();
    if (open.length === 0) break;
    if (performance.now() > until) {
      wrong.push(...open);
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  const head = await log.head();
  if (!await registry.seen(projections, head, 30_000)) {
    wrong.push(`the read models have not reached the head, ${head}, in 30 s`);
  }
  return {
    name: "settled",
    detail: "nothing is under way, and the read models are at the log's head",
    wrong,
  };
}

/** Checks the whole log's invariants and every read model, once all is settled; says each as it is done. */
export async function* checkAll({ log, registry, limits }: Of): AsyncGenerator<Checked> {
  const violations = await checkInvariants(log, limits);
  for (const [name, { says: detail }] of Object.entries(invariantsOf(apps))) {
    yield { name, detail, wrong: violations.filter((violation) => violation.startsWith(`${name}:`)) };
  }
  for (const [name, { says: detail, check }] of Object.entries(agreementsOf(apps))) {
    yield { name, detail, wrong: await check(registry, log) };
  }
  for (const projection of projections) {
    const table = registry.tableName(projection);
    const { rows, position, wrong, differences } = await verify({ ...registry, log, projection, table });
    const more = wrong - differences.length;
    yield {
      name: table,
      detail: `${rows} rows are what the log says at ${position}`,
      wrong: [...differences.map(described), ...more > 0 ? [`and ${more} more`] : []],
    };
  }
}

function described(difference: Difference): string {
  const key = JSON.stringify(difference.key);
  if (difference.kind !== "different") return `${key} is ${difference.kind}`;
  const { column, stored, folded } = difference;
  return `${key} ${column} is ${JSON.stringify(stored)}, and ${JSON.stringify(folded)} by the log`;
}

/** One line of the report, and the first of what was wrong. */
export function line({ name, detail, wrong }: Checked): string {
  const first = wrong.slice(0, shownOfEach).map((sentence) => `\n         ${sentence}`).join("");
  const more = wrong.length > shownOfEach ? `\n         and ${wrong.length - shownOfEach} more` : "";
  return `${wrong.length === 0 ? "ok    " : "WRONG "} ${name.padEnd(20)} ${detail}${first}${more}`;
}
