import type { Sql } from "postgres";
import type { Appended } from "./log.ts";
import { Unavailable } from "./log.ts";
import type { Pending } from "./pending.ts";
import { sendBatch } from "./send_batch.ts";
import { commandsPerBatch, takeBatch } from "./take_batch.ts";

type Waiting = Pending & { bytes: number; settle(outcome: Appended): void; fail(error: unknown): void };

/** Group commit: commands that wait at the same time share one call, each standing or falling alone. */
export type Batcher = {
  add(command: Pending): Promise<Appended>;
};

/** Fewer commands go in one call: halves would pay for two commits. */
const halvedFrom = 128;
/** Two: while the database works on one batch the next is on its way. */
const callsAtOnce = 2;

/** Makes the batcher of a process. `appended` is told of every position that was appended. */
export function makeBatcher(sql: Sql, appended: (position: number) => void): Batcher {
  let queue: Waiting[] = [];
  let calls = 0;

  function pump(): void {
    while (calls < callsAtOnce && queue.length > 0) {
      // callers who were answered together come back together: half of them keep the database at work while the other half
      // is prepared
      const limit = calls === 0 && queue.length >= halvedFrom ? Math.ceil(queue.length / 2) : commandsPerBatch;
      const batch = next(Math.min(limit, commandsPerBatch));
      calls++;
      void send(batch).finally(() => {
        calls--;
        pump();
      });
    }
  }

  function next(limit: number): Waiting[] {
    const { batch, rest } = takeBatch(queue, limit);
    queue = rest;
    return batch;
  }

  async function send(batch: Waiting[]): Promise<void> {
    try {
      const results = await sendBatch(sql, batch);
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
