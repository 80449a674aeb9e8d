import { type Child, startChild } from "./child.ts";
import { patienceMs, pause } from "./waiting.ts";

/** The writers of one process, which is started again whenever it was killed. */
export type Crew = {
  /** Kills the process with -9 and starts another after a while; resolves once that one writes. */
  kill(forMs: number): Promise<void>;
  /** Freezes the process for a while. */
  freeze(forMs: number): Promise<void>;
  /** Lets the writers end what they are at. */
  stop(): Promise<void>;
  /** Ends the process, if it runs. */
  end(): Promise<void>;
  /** Processes that ended otherwise than they should. */
  wrong: string[];
};

export const writersEach = 8;

/** Starts writers in a process of their own; they note what becomes of their commands in files in `notes`. */
export async function startCrew(of: {
  seed: number;
  process: number;
  pauseMs: number;
  notes: string;
  env: Record<string, string>;
}): Promise<Crew> {
  const { env, notes, ...more } = of;
  const wrong: string[] = [];
  let life = 0;
  let child: Child;

  async function begin(): Promise<void> {
    const path = `${notes}/${of.process}.${life}`;
    child = startChild("./writers.ts", env, JSON.stringify({ ...more, writers: writersEach, life, notes: path }));
    life++;
    await child.first;
  }

  function ended(what: string): void {
    wrong.push(`writers ${of.process + 1}.${life} ${what}: ${child.logged.slice(-20).join("\n")}`);
  }

  await begin();
  return {
    wrong,
    end: () => child.kill(),
    async kill(forMs) {
      if (!child.isRunning()) ended("had ended by themselves");
      await child.kill();
      await pause(forMs);
      await begin();
    },
    async freeze(forMs) {
      child.signal("SIGSTOP");
      await pause(forMs);
      child.signal("SIGCONT");
    },
    async stop() {
      const code = await child.stop(patienceMs);
      if (code !== 0) ended(code === undefined ? "did not end" : `ended with code ${code}`);
    },
  };
}
