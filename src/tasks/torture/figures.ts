import { isConnectionError } from "../../database/connect.ts";
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
  /** What servers logged as errors and no outage explains, by what it says without its numbers. */
  logged: Record<string, number>;
};

/** Counts what writers noted, what was done and what was answered. `marks`: where each turn began, and the end. */
export function figuresOf(of: {
  noted: ReadonlyMap<string, Noted>;
  counts: Counts;
  answers: Answers;
  marks: readonly Mark[];
  logged: readonly string[];
}): Figures {
  const commands = { sent: of.noted.size, acknowledged: 0, conflict: 0, unavailable: 0, unknown: 0, failed: 0 };
  for (const { outcome } of of.noted.values()) commands[outcome]++;
  const perSec = (from: Mark, to: Mark) => Math.round(1000 * (to.position - from.position) / (to.atMs - from.atMs));
  const eventsPerSec = of.marks.slice(1).map((mark, n): [string, number] => {
    return [of.marks[n].turn, perSec(of.marks[n], mark)];
  });
  eventsPerSec.push(["all of it", perSec(of.marks[0], of.marks[of.marks.length - 1])]);
  const logged = Map.groupBy(of.logged.filter(isUnexplained), (text) => text.replace(/[0-9a-f-]{8,}|\d+/g, "#"));
  return {
    commands,
    faults: Object.fromEntries(of.counts),
    eventsPerSec: Object.fromEntries(eventsPerSec),
    answers: Object.fromEntries([...of.answers.statuses].map(([status, times]) => [status || "none", times])),
    logged: Object.fromEntries([...logged.values()].map((lines) => [lines[0].slice(0, 400), lines.length])),
  };
}

/** Whether a line of a server's log says more than that the database was away. */
function isUnexplained(text: string): boolean {
  try {
    const { level, error, code }: Record<string, unknown> = JSON.parse(text);
    return level === "error" && error !== "Unavailable" && !isConnectionError(Object.assign(new Error(), { code }));
  } catch {
    return true;
  }
}

/** The figures as lines of text. */
export function summary({ commands, faults, eventsPerSec, answers, logged }: Figures): string[] {
  const list = (of: Record<string, number>) =>
    Object.entries(of).map(([what, number]) => `${number} ${what}`).join(", ") || "none";
  return [
    `commands    ${list(commands)}`,
    `faults      ${list(faults)}`,
    ...Object.entries(eventsPerSec).map(([turn, rate]) => `events/s    ${String(rate).padEnd(6)} with ${turn}`),
    `answers     ${Object.entries(answers).map(([status, times]) => `${times} × ${status}`).join(", ") || "none"}`,
    ...Object.entries(logged).map(([text, times]) => `logged      ${times} × ${text}`),
  ];
}
