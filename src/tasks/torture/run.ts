import type { Checked } from "../simulate/checks.ts";
import { checkTorture } from "./checks.ts";
import { carryOut, type Counts } from "./faults.ts";
import { type Figures, figuresOf, type Mark } from "./figures.ts";
import { openLogOf } from "./open_log.ts";
import { readNotes } from "./outcomes.ts";
import { startReader } from "./reader.ts";
import { drawSchedule, type Turn, turns } from "./schedule.ts";
import { openStage, setAnalysing, type Stage } from "./stage.ts";
import { insist, patienceMs, until, wait } from "./waiting.ts";

/** What a torture is. */
export type Torture = {
  seconds: number;
  seed: number;
  /** Mean pause of a writer between two commands, in ms. */
  pauseMs: number;
  /** Ends the load early; the checks follow. */
  signal?: AbortSignal;
  /** Told what goes on, a line now and then. */
  progress?: (line: string) => void;
  /** Told each check as it is done. */
  checked?: (checked: Checked) => void;
};

/** What it came to. `wrong` is empty where everything held. */
export type Tortured = { figures: Figures; wrong: string[] };

const lateShare = 0.6;
const progressEveryMs = 5_000;

/**
 * Has writers append, readers read and people use two servers on a cluster of its own, does to all of them what the
 * schedule of the seed says, and checks in the end that nothing was lost, doubled, put out of order or told otherwise.
 */
export async function torture({ seconds, seed, pauseMs, ...of }: Torture): Promise<Tortured> {
  await using stage = await openStage({ seed, pauseMs });
  const { sql, servers, customers, answers, crews, readers, holding } = stage;
  const wrong: string[] = [];
  const check = (checked: Checked) => {
    of.checked?.(checked);
    wrong.push(...checked.wrong.map((sentence) => `${checked.name}: ${sentence}`));
  };
  const counts: Counts = new Map();
  const marks: Mark[] = [];
  const behind: string[] = [];
  const beganAt = performance.now();
  const mark = (turn: string) =>
    marks.push({ turn, atMs: performance.now() - beganAt, position: readers[0].position() });

  const over = new AbortController();
  const load = AbortSignal.any([over.signal, ...of.signal ? [of.signal] : []]);
  const living = customers.map((one) => one.live(load).catch((error) => behind.push(String(error))));
  const late = startLate(stage, 1_000 * seconds * lateShare, load);
  const telling = setInterval(() => of.progress?.(progressOf(beganAt, marks, readers[0].position())), progressEveryMs);
  try {
    const schedule = drawSchedule(seed, seconds);
    await carryOut(schedule, 1_000 * seconds, { ...stage, turned }, counts, load);
    await turned();
  } finally {
    clearInterval(telling);
    over.abort();
    await Promise.all([...living, late]);
  }
  await holding.end();
  for (const crew of crews) await crew.stop();
  behind.push(...await laggards(stage, "nothing held open"));
  const afterwards = await Promise.all(customers.map((one) => one.afterwards()));
  behind.push(...await unprojected(stage));
  check({
    name: "feed",
    detail: "readers and read models go on, whatever is held open",
    wrong: [...behind, ...holding.wrong],
  });
  check({ name: "writers", detail: "no process ended by itself", wrong: crews.flatMap((crew) => crew.wrong) });
  check(await checkServers(stage));
  check(checkAnswers(stage, { stopped: counts.has("database stopped"), afterwards: afterwards.flat() }));
  const noted = await readNotes(stage.notes);
  for await (const checked of checkLog(stage, noted)) check(checked);
  const logged = servers.flatMap((server) => server.logged);
  return { figures: figuresOf({ noted, counts, answers, marks, logged }), wrong };

  /** The end of a turn, and the beginning of the next: what was appended must have come through meanwhile. */
  async function turned(next?: Turn): Promise<void> {
    const before = marks.at(-1)?.turn;
    if (before) behind.push(...await laggards(stage, before));
    if (next === turns[1]) await insist(() => setAnalysing(sql, true));
    mark(next ?? "the end");
  }
}

/** Stops the servers, and says which did not. */
async function checkServers({ servers }: Stage): Promise<Checked> {
  const died = servers.flatMap((server, n) => server.isRunning() ? [] : [`server ${n + 1} died: ${tailOf(server)}`]);
  const codes = await Promise.all(servers.map((server) => server.stop(patienceMs)));
  const unstopped = codes.flatMap((code, n) =>
    code === 0 ? [] : [`server ${n + 1} ended with ${code}: ${tailOf(servers[n])}`]
  );
  return { name: "servers", detail: "neither died, both stopped when told", wrong: [...died, ...unstopped] };
}

function checkAnswers({ answers }: Stage, of: { stopped: boolean; afterwards: readonly string[] }): Checked {
  const excused = answers.statuses.has(503) || !of.stopped ? [] : ["nobody was told 503"];
  return {
    name: "answers",
    detail: "503 with Retry-After while the database was away, and all is well after",
    wrong: [...answers.wrong.values(), ...excused, ...of.afterwards],
  };
}

async function* checkLog({ config, sql, readers }: Stage, noted: Awaited<ReturnType<typeof readNotes>>) {
  const held = await openLogOf(config, "inyeon torture checks");
  try {
    yield* checkTorture({ limits: config, log: held.log, sql, noted, readers });
  } finally {
    await held.close();
  }
}

/** Waits until every reader has seen what stands in the log now; names those that have not in the end. */
async function laggards({ sql, readers }: Stage, what: string): Promise<string[]> {
  const head = await insist(async () => {
    const [row] = await sql<{ head: number }[]>`SELECT coalesce(max(last_position), 0) AS head FROM log_batches`;
    return row.head;
  });
  const seen = await until(() => readers.every((reader) => reader.position() >= head));
  return seen ? [] : readers.map(({ name, position }) => `with ${what} the ${name} is at ${position()} of ${head}`);
}

/** Waits until the read models have come to the log's head. */
async function unprojected({ sql }: Stage): Promise<string[]> {
  const behind = () =>
    sql<{ table_name: string; position: number; head: number }[]>`
      SELECT table_name, position, head FROM read_models,
        (SELECT coalesce(max(last_position), 0) AS head FROM log_batches) log
      WHERE state = 'live' AND position < head`;
  if (await until(async () => (await behind()).length === 0)) return [];
  return (await behind()).map(({ table_name, position, head }) => `${table_name} is at ${position} of ${head}`);
}

/** Adds a reader that begins when there is much to read already. */
async function startLate({ config, readers }: Stage, afterMs: number, signal: AbortSignal): Promise<void> {
  await wait(afterMs, signal);
  readers.push(await startReader(config, "late reader"));
}

function progressOf(beganAt: number, marks: readonly Mark[], position: number): string {
  const sec = (performance.now() - beganAt) / 1000;
  return `${sec.toFixed(0).padStart(5)} s · ${position} events · ${(position / sec).toFixed(0)}/s · ${
    marks.at(-1)?.turn
  }`;
}

const tailOf = ({ logged }: { logged: string[] }) => logged.slice(-20).join("\n");
