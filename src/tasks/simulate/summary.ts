import type { Event } from "../../../events/vocabulary.ts";
import type { App } from "../../app.ts";
import { percentile, type Records } from "./records.ts";

/** What stands in the log of one run. */
export type Told = {
  /** How many events of each app. */
  events: Map<string, number>;
  /** What the apps say of theirs, by what it is about. */
  says: [about: string, sentence: string][];
};

/** Goes through a run's events. */
export async function tell(apps: readonly App[], pages: AsyncIterable<Event[]>): Promise<Told> {
  const tellers = apps.flatMap(({ simulates }) => simulates?.tells?.() ?? []);
  const appOf = new Map(apps.flatMap(({ name, events }) => Object.keys(events).map((type) => [type, name] as const)));
  const events = new Map<string, number>();
  for await (const page of pages) {
    for (const event of page) {
      const app = appOf.get(event.type) ?? "";
      events.set(app, (events.get(app) ?? 0) + 1);
      for (const teller of tellers) teller.see(event);
    }
  }
  return { events, says: tellers.flatMap((teller) => Object.entries(teller.says())) };
}

/** What the clients saw and what the log says, in words and tables. */
export function summary(records: Records, seconds: number, told: Told | undefined): string {
  const { requests, aborted, repeated } = records;
  const says: [string, string][] = [
    ...told ? [["events", `${sumOf(told.events)} in the log: ${listed(told.events)}`] as [string, string]] : [],
    ...told?.says ?? [],
    ["people", listed(records.counts)],
    ...[...records.times].map(([what, ms]): [string, string] => [
      "waits",
      `${ms.length} ${what}: p50 ${shown(percentile(ms, 0.5))}, p95 ${shown(percentile(ms, 0.95))}`,
    ]),
    ["requests", `${requests} in ${seconds.toFixed(0)} s; ${aborted} broken off, ${repeated} answered twice`],
  ];
  return [
    ...says.map(([about, sentence]) => `${about.padEnd(10)}${sentence}`),
    "",
    ...latencies(records),
    "",
    `answers   ${
      [...records.statuses].sort(([a], [b]) => a < b ? -1 : 1).map(([status, n]) => `${status}: ${n}`).join(", ")
    }`,
    `unexpected answers: ${records.surprises}`,
    ...[...records.surprisesByKind.values()].flatMap(({ first, times }) => [
      `  ${times} × ${first.endpoint} → ${first.status}, first to person ${first.person}: ${first.detail}`,
      ...first.sent ? [`      who sent ${first.sent}`] : [],
    ]),
  ].join("\n");
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, n) => sum + n, 0);
}

function listed(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([what, n]) => `${n} ${what}`).join(", ");
}

/** One line an endpoint; those that wait by design last. */
function latencies({ latencies }: Records): string[] {
  const row = (name: string, cells: string[]) => name.padEnd(42) + cells.map((cell) => cell.padStart(9)).join("");
  const rows = [...latencies].sort(([a], [b]) => Number(a.endsWith(")")) - Number(b.endsWith(")")) || (a < b ? -1 : 1));
  return [
    row("milliseconds", ["count", "p50", "p95", "p99", "max"]),
    ...rows.map(([name, ms]) =>
      row(name, [String(ms.length), ...[0.5, 0.95, 0.99, 1].map((share) => shown(percentile(ms, share), ""))])
    ),
  ];
}

function shown(ms: number | undefined, unit = " ms"): string {
  return ms === undefined ? "–" : `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)}${unit}`;
}
