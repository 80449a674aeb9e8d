/**
 * What writers write down of each command, a line each, before they send it and once they know what became of it. A line
 * is one system call, so what was written stays when the process is killed.
 */
export type Outcome =
  /** Appended, so the log said, its last event at this position. */
  | { outcome: "acknowledged"; position: number }
  | { outcome: "conflict" }
  /** The database was away: it may have happened or not. */
  | { outcome: "unavailable" }
  /** The writer was killed before it knew. */
  | { outcome: "unknown" }
  /** Failed in a way that no fault here explains. */
  | { outcome: "failed"; reason: string };

/** A command that was about to be sent, and what is known of it. */
export type Noted = Outcome & { id: string; events: number };

/** Writes outcomes to a file of this process's own. */
export type Notes = {
  about(id: string, events: number): void;
  outcome(id: string, outcome: Outcome): void;
  close(): void;
};

type Line = { id: string; events: number } | Outcome & { id: string };

/** Opens a new file of notes. */
export function openNotes(path: string): Notes {
  const file = Deno.openSync(path, { createNew: true, write: true });
  const text = new TextEncoder();
  const write = (line: Line) => void file.writeSync(text.encode(`${JSON.stringify(line)}\n`));
  return {
    about: (id, events) => write({ id, events }),
    outcome: (id, outcome) => write({ id, ...outcome }),
    close: () => file.close(),
  };
}

/** Reads all files of notes in a folder: every command by its id. */
export async function readNotes(folder: string): Promise<Map<string, Noted>> {
  const noted = new Map<string, Noted>();
  for await (const { name } of Deno.readDir(folder)) {
    const lines = (await Deno.readTextFile(`${folder}/${name}`)).split("\n");
    // what stands behind the last line's end is nothing, or half a line of a process that was killed
    for (const text of lines.slice(0, -1)) {
      const line: Line = JSON.parse(text);
      if ("events" in line) noted.set(line.id, { ...line, outcome: "unknown" });
      else {
        const known = noted.get(line.id);
        if (!known) throw new Error(`${name} has an outcome of ${line.id}, and nothing of its beginning.`);
        noted.set(line.id, { ...line, events: known.events });
      }
    }
  }
  return noted;
}
