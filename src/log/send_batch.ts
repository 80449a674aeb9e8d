import type { Sql } from "postgres";
import { isConnectionError } from "../database/connect.ts";
import { type Guard, Unavailable } from "./log.ts";
import type { Pending } from "./pending.ts";
import { asColumns } from "./row.ts";

/** What the database made of a batch: the first position, and which of its commands were refused. */
export type Results = { first: number; refused: number[]; fenced: number[] };

const giveUpAfterMs = 5_000;

/**
 * Appends a batch. A call whose connection died is sent again under the same id until it is answered.
 *
 * @throws Unavailable when the database stays away
 */
export async function sendBatch(sql: Sql, batch: readonly Pending[]): Promise<Results> {
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
