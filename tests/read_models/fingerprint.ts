import { createHash } from "node:crypto";
import type { Event } from "../../events/vocabulary.ts";
import { type AnyProjection, type AnyRow, takes } from "../../projections/projection.ts";
import { decoded, readSample, sampleNames } from "../events/samples.ts";

/** What a version of a read model is: a hash of its table, and one of what it makes of each frozen sample. */
export type Fingerprint = { table: string; folds: Record<string, string> };

/** The frozen samples as the log reads them. */
export async function samples(): Promise<Map<string, Event>> {
  const found = new Map<string, Event>();
  for (const name of await sampleNames()) {
    const event = await decoded(await readSample(name));
    if (event) found.set(name.replace(/\.json$/, ""), event);
  }
  return found;
}

/**
 * The fingerprint of a read model. An event is folded into no row, and into the row that the first sample of each type
 * would make: so a sample that comes later changes no fingerprint of those before.
 */
export function fingerprintOf(p: AnyProjection, samples: ReadonlyMap<string, Event>): Fingerprint {
  const { columns, primaryKey, indexes, types } = p;
  const taken = [...samples].filter(([, event]) => takes(p, event));
  const rows = [undefined, ...taken.filter(([name]) => name.endsWith(".v1")).flatMap(([, event]) => made(p, event))];
  return {
    table: hashOf({ columns: Object.entries(columns), primaryKey, indexes, types: [...types].sort() }),
    folds: Object.fromEntries(taken.map(([name, event]) => [name, hashOf(folded(p, event, rows))])),
  };
}

function made(p: AnyProjection, event: Event): AnyRow[] {
  return p.keys(event).map((key) => p.evolve(undefined, event, key)).filter((row) => row !== undefined);
}

/** What an event makes of each row, by each of its keys. It comes after the row's own event. */
function folded(p: AnyProjection, event: Event, rows: readonly (AnyRow | undefined)[]): unknown {
  const later = { ...event, position: 2, recordedAt: new Date(1_000) };
  return p.keys(later).map((key) => ({ key, rows: rows.map((row) => sorted(p.evolve(row, later, key))) }));
}

/** A row whatever the order of its columns; null where there is none. */
const sorted = (row: AnyRow | undefined) => row ? Object.fromEntries(Object.entries(row).sort()) : null;

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);
}
