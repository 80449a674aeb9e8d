import type { Sql } from "postgres";
import { apps, projections } from "../../apps.ts";
import type { Event } from "../../../events/vocabulary.ts";
import type { Limits } from "../../app/invariants.ts";
import { pagesOf } from "../../log/pages.ts";
import type { Log } from "../../log/log.ts";
import { openRegistry } from "../../read_models/registry.ts";
import { checkAll, type Checked } from "../simulate/checks.ts";
import type { Noted } from "./outcomes.ts";
import { makeDigest, type Reader } from "./reader.ts";

type Of = { limits: Limits; log: Log; sql: Sql; noted: ReadonlyMap<string, Noted>; readers: readonly Reader[] };

/** Where a writer's command stands in the log. */
type Stands = { first: number; last: number; events: number };

/** Checks the log, what was said of it and what was made from it, once nobody appends any more. */
export async function* checkTorture({ limits, log, sql, noted, readers }: Of): AsyncGenerator<Checked> {
  const { place, stands, doubled } = places();
  const own = apps.flatMap(({ tortured }) => tortured?.check?.() ?? []);
  const digest = makeDigest();
  let head = 0;
  for await (const page of pagesOf(log)) {
    for (const event of page) {
      head = event.position;
      digest.add(event);
      place(event);
      for (const check of own) check.see(event);
    }
  }

  yield {
    name: "commands",
    detail: `${noted.size} are there as their writers were told`,
    wrong: [
      ...doubled,
      ...[...noted.values()].flatMap((command) => misplaced(command, stands.get(command.id))),
      ...[...stands.keys()].filter((id) => !noted.has(id)).map((id) => `${id} is there, and nobody sent it`),
    ],
  };
  for (const { name, says, wrong } of own) yield { name, detail: says, wrong: [...wrong] };
  yield { name: "order", detail: "positions have no gap, times never go back", wrong: await outOfOrder(sql) };
  const whole = digest.value();
  for (const { name, position, digest, wrong } of readers) {
    const differs = digest() === whole ? [] : [`it saw up to ${position()} of ${head}, and not what stands there`];
    yield { name, detail: "saw every event once, in order", wrong: [...wrong, ...differs] };
  }
  yield { name: "chain", detail: "the hashes fit the rows", wrong: await brokenChain(sql, head) };

  const unkept = new Set(apps.flatMap(({ tortured }) => tortured?.unkept ?? []));
  const registry = await openRegistry(sql, projections);
  try {
    for await (const checked of checkAll({ log, registry, limits })) {
      if (!unkept.has(checked.name)) yield checked;
    }
  } finally {
    await registry.close();
  }
}

/** Notes where each writer's command stands; a command whose events lie apart was appended twice. */
function places() {
  const stands = new Map<string, Stands>();
  const doubled: string[] = [];

  function place({ position, meta: { correlationId: id } }: Event): void {
    if (!id.startsWith("torture ")) return;
    const before = stands.get(id);
    if (before && before.last !== position - 1) {
      doubled.push(`${id} stands at ${before.first} and again at ${position}`);
    }
    const events = (before?.events ?? 0) + 1;
    stands.set(id, { first: before?.first ?? position, last: position, events });
  }

  return { place, stands, doubled };
}

/** What is wrong with how a command stands in the log, by what its writer was told. */
export function misplaced(command: Noted, stands: Stands | undefined): string[] {
  const { id } = command;
  if (command.outcome === "failed") return [`${id} failed: ${command.reason}`];
  if (!stands) return command.outcome === "acknowledged" ? [`${id} is lost, acknowledged at ${command.position}`] : [];
  const at = `${stands.first} to ${stands.last}`;
  if (command.outcome === "conflict") return [`${id} was refused, and stands at ${at}`];
  if (stands.events !== command.events) {
    return [`${id} of ${command.events} events stands with ${stands.events} at ${at}`];
  }
  if (command.outcome === "acknowledged" && stands.last !== command.position) {
    return [`${id} was acknowledged at ${command.position}, and stands at ${at}`];
  }
  return [];
}

async function outOfOrder(sql: Sql): Promise<string[]> {
  const found = await sql<{ position: number; before: number; back: boolean }[]>`
    SELECT position, before, recorded_at < recorded_before AS back FROM (
      SELECT position, recorded_at, coalesce(lag(position) OVER w, 0) AS before, lag(recorded_at) OVER w AS recorded_before
      FROM events WINDOW w AS (ORDER BY position)) e
    WHERE position <> before + 1 OR recorded_at < recorded_before ORDER BY position LIMIT 20`;
  return found.map(({ position, before, back }) =>
    back ? `${position} was recorded before ${before}` : `${position} stands behind ${before}`
  );
}

async function brokenChain(sql: Sql, head: number): Promise<string[]> {
  const found = await sql<{ last_position: number; problem: string }[]>`SELECT * FROM verify_chain(1, ${head})`;
  return found.map(({ last_position, problem }) => `at ${last_position}: ${problem}`);
}
