import type { Event } from "../../../events/vocabulary.ts";
import { percentile, type Records } from "./records.ts";

/** What stands in the log of one run. */
export type Told = {
  events: number;
  counts: Map<string, number>;
  gems: { charged: number; revoked: number; spent: number; returned: number };
};

/** Counts a run's events. */
export async function tell(pages: AsyncIterable<Event[]>): Promise<Told> {
  const told: Told = { events: 0, counts: new Map(), gems: { charged: 0, revoked: 0, spent: 0, returned: 0 } };
  for await (const page of pages) {
    for (const event of page) {
      told.events++;
      const what = event.type === "MatchDropped" || event.type === "MatchRequestEnded"
        ? `${event.type} (${event.data.reason})`
        : event.type;
      told.counts.set(what, (told.counts.get(what) ?? 0) + 1);
      if (event.type === "GemsCharged") told.gems.charged += event.data.amount;
      if (event.type === "GemsRevoked") told.gems.revoked += event.data.amount;
      if (event.type === "GemsSpent") told.gems.spent += event.data.amount;
      if (event.type === "GemsReturned") told.gems.returned += event.data.amount;
    }
  }
  return told;
}

/** What the clients saw and what the log says, in words and tables. */
export function summary(records: Records, seconds: number, told: Told | undefined): string {
  const lines: string[] = [];
  const seen = (what: string) => records.counts.get(what) ?? 0;
  const waits = records.queueWaits;
  if (told) {
    const { counts, gems } = told;
    const of = (type: string) => counts.get(type) ?? 0;
    const dropped = [...counts].filter(([what]) => what.startsWith("MatchDropped"));
    const reasons = dropped.map(([what, n]) => `${n} ${what.slice(14, -1)}`).join(", ");
    lines.push(
      `events    ${told.events} in the log`,
      `offers    ${of("MatchOffered")}: ${of("MatchMade")} matches, came to nothing: ${reasons || "none"}`,
      `calls     ${of("CallStarted")} started, ${of("CallEnded")} ended; ${of("MatchLapsed")} matches lapsed`,
      `ratings   ${of("CallRated")}`,
      `gems      ${gems.charged} charged, ${gems.spent} spent, ${gems.returned} returned, ${gems.revoked} refunded`,
    );
  } else {
    lines.push(
      `offers    ${seen("offers seen")} seen, ${seen("heard of a match")} times somebody heard of a match`,
      `calls     ${seen("calls finished")} times somebody finished one`,
    );
  }
  lines.push(
    `waits     ${waits.length}: p50 ${shown(percentile(waits, 0.5))}, p95 ${
      shown(percentile(waits, 0.95))
    } from asking to an offer`,
    `purchases ${seen("purchases")}, refunds ${seen("refunds")}, took anyone for want of gems ${
      seen("took anyone for want of gems")
    }`,
    `requests  ${records.requests} in ${
      seconds.toFixed(0)
    } s; ${records.aborted} broken off, ${records.repeated} answered twice`,
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
  );
  return lines.join("\n");
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
