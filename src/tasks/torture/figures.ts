import type { Answers } from "./traffic.ts";
import type { Counts } from "./faults.ts";
import type { Noted, Outcome } from "./outcomes.ts";

/** How far the log had come at some time of the run. */
export type Mark = { turn: string; atMs: number; position: number };

/** What a torture came to, in numbers. */
export type Figures = {
  commands: Record<Outcome["outcome"] | "sent", number>;
  faults: Record<string, number>;
  /** Events appended a second, in each turn. */
  eventsPerSec: Record<string, number>;
  /** Answers over HTTP, by status. */
  answers: Record<string, number>;
};

/** Counts what writers noted, what was done and what was answered. `marks`: where each turn began, and the end. */
export function figuresOf(of: {
  noted: ReadonlyMap<string, Noted>;
  counts: Counts;
  answers: Answers;
  marks: readonly Mark[];
}): Figures {
  const commands = { sent: of.noted.size, acknowledged: 0, conflict: 0, unavailable: 0, unknown: 0, failed: 0 };
  for (const { outcome } of of.noted.values()) commands[outcome]++;
  const eventsPerSec = of.marks.slice(1).map((mark, n): [string, number] => {
    const before = of.marks[n];
    return [before.turn, Math.round(1000 * (mark.position - before.position) / (mark.atMs - before.atMs))];
  });
  return {
    commands,
    faults: Object.fromEntries(of.counts),
    eventsPerSec: Object.fromEntries(eventsPerSec),
    answers: Object.fromEntries([...of.answers.statuses].map(([status, times]) => [status || "none", times])),
  };
}

/** The figures as lines of text. */
export function summary({ commands, faults, eventsPerSec, answers }: Figures): string[] {
  const list = (of: Record<string, number>) =>
    Object.entries(of).map(([what, number]) => `${number} ${what}`).join(", ") || "none";
  return [
    `commands    ${list(commands)}`,
    `faults      ${list(faults)}`,
    ...Object.entries(eventsPerSec).map(([turn, rate]) => `events/s    ${String(rate).padEnd(6)} with ${turn}`),
    `answers     ${Object.entries(answers).map(([status, times]) => `${times} × ${status}`).join(", ") || "none"}`,
  ];
}
