import type { Sql } from "postgres";
import { isConnectionError } from "../database/connect.ts";
import type { Appended, Fence, Guard } from "./log.ts";
import { Unavailable } from "./log.ts";
import { asColumns, type Row } from "./row.ts";

/** One command on its way to the log: its events encoded, not yet in a batch. */
export type Pending = {
  /** What each event is, for the guards of commands behind it. */
  events: { type: string; tags: readonly string[] }[];
  /** The same events as they go to the database. */
  rows: Row[];
  guards: readonly Guard[];
  fence?: Fence;
};

type Waiting = Pending & { bytes: number; settle(outcome: Appended): void; fail(error: unknown): void };

/** Group commit: commands that wait at the same time share one call, each standing or falling alone. */
export type Batcher = {
  add(command: Pending): Promise<Appended>;
};

const commandsPerBatch = 512;
/** Commands that must wait for the next batch, passed over while filling one. */
const heldAtMost = 512;
const bytesPerBatch = 4_000_000;
/** Fewer commands go in one call: halves would pay for two commits. */
const halvedFrom = 128;
/** Two: while the database works on one batch the next is on its way. */
const callsAtOnce = 2;
const giveUpAfterMs = 5_000;

/** Makes the batcher of a process. `appended` is told of every position that was appended. */
export function makeBatcher(sql: Sql, appended: (position: number) => void): Batcher {
  let queue: Waiting[] = [];
  let calls = 0;

  function pump(): void {
    while (calls < callsAtOnce && queue.length > 0) {
      // callers who were answered together come back together: half of them keep the database at work while the other half
      // is prepared
      const limit = calls === 0 && queue.length >= halvedFrom ? Math.ceil(queue.length / 2) : commandsPerBatch;
      const batch = takeBatch(Math.min(limit, commandsPerBatch));
      calls++;
      void send(batch).finally(() => {
        calls--;
        pump();
      });
    }
  }

  /** The commands from the queue's front that may stand in one batch; one that may not waits, at its place. */
  function takeBatch(limit: number): Waiting[] {
    const batch: Waiting[] = [];
    const held: Waiting[] = [];
    const seen = new Map<string, { type: string; tags: readonly string[] }[]>();
    let bytes = 0;
    let n = 0;
    for (; n < queue.length && batch.length < limit && bytes < bytesPerBatch; n++) {
      if (held.length === heldAtMost) break;
      const command = queue[n];
      if (isGuardedAgainst(command, seen)) {
        held.push(command);
        continue;
      }
      batch.push(command);
      bytes += command.bytes;
      for (const event of command.events) {
        for (const tag of event.tags) {
          const others = seen.get(tag);
          if (others) others.push(event);
          else seen.set(tag, [event]);
        }
      }
    }
    queue = [...held, ...queue.slice(n)];
    return batch;
  }

  async function send(batch: Waiting[]): Promise<void> {
    try {
      const results = await call(batch);
      let position = results.first - 1;
      const refused = new Set(results.refused);
      const fenced = new Set(results.fenced);
      batch.forEach((command, c) => {
        if (fenced.has(c)) return command.settle({ outcome: "fenced" });
        if (refused.has(c)) return command.settle({ outcome: "conflict" });
        position += command.events.length;
        command.settle({ outcome: "appended", position });
      });
      if (position >= results.first) appended(position);
    } catch (error) {
      if (error instanceof Unavailable) {
        // those behind would wait as long again, each batch after the other
        for (const command of batch.concat(queue.splice(0))) command.fail(error);
      } else if (batch.length === 1) batch[0].fail(error);
      // one of them is at fault: each by itself, so that only that one fails
      else for (const command of batch) await send([command]);
    }
  }

  async function call(batch: Waiting[]): Promise<Results> {
    const id = crypto.randomUUID();
    const giveUpAt = performance.now() + giveUpAfterMs;
    const { type, version, tags, data, meta } = asColumns(batch.flatMap((command) => command.rows));
    const commands = batch.flatMap((command, c) => command.rows.map(() => c));
    const guards = JSON.stringify(
      batch.flatMap((command, c) => command.guards.flatMap((guard) => flattened(guard, c))),
    );
    const fences = batch.flatMap((command, c) => command.fence ? [{ c, ...command.fence }] : []);
    let isUnsure = false;
    for (;;) {
      try {
        const [{ results }] = await sql<{ results: Results }[]>`
          SELECT append(${id}, ${`{${commands.join()}}`}::text::integer[], ${type}, ${version}, ${tags}, ${data}, ${meta},
            ${guards}::text::jsonb, ${fences.length > 0 ? JSON.stringify(fences) : null}::text::jsonb) AS results`;
        return results;
      } catch (error) {
        // it may have happened: the same batch again gets the same answer, and any other might stand there twice
        isUnsure ||= isConnectionError(error);
        if (!isUnsure) throw error;
        if (!isConnectionError(error) || performance.now() > giveUpAt) {
          throw new Unavailable("The log cannot be reached.", { cause: error });
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  return {
    add: (command) =>
      new Promise<Appended>((settle, fail) => {
        const bytes = command.rows.reduce(
          (sum, { tags, data, meta }) => sum + tags.length + data.length + meta.length,
          0,
        );
        queue.push({ ...command, bytes, settle, fail });
        // those that are added in the same turn of the event loop go together
        if (queue.length === 1) queueMicrotask(pump);
      }),
  };
}

type Results = { first: number; refused: number[]; fenced: number[] };

/** A guard as rows of `p_guards`: one an item. */
function flattened({ any, after }: Guard, c: number) {
  return any.map(({ types, tags: [tag, ...more] }) => ({
    c,
    after,
    tag,
    ...(more.length > 0 ? { more } : {}),
    ...(types ? { types } : {}),
  }));
}

/** Whether a command is guarded against an event that stands before it in the batch. */
function isGuardedAgainst(command: Pending, seen: Map<string, { type: string; tags: readonly string[] }[]>): boolean {
  return command.guards.some(({ any }) =>
    any.some(({ types, tags }) =>
      seen.get(tags[0])?.some((event) =>
        (!types || (types as readonly string[]).includes(event.type)) && tags.every((tag) => event.tags.includes(tag))
      )
    )
  );
}
