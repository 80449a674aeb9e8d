import type { Sql } from "postgres";

/**
 * Makes a chore that runs through something once in the life of a database, piece by piece. After an interruption it
 * resumes at the last finished piece, and may repeat a piece.
 *
 * @param piece does the work after a place ("" at first) and returns the place it reached; undefined at the end
 */
export function choreOnce(
  sql: Sql,
  name: string,
  piece: (after: string) => Promise<string | undefined>,
): () => Promise<void> {
  let isDone = false;
  return async () => {
    if (isDone) return;
    const [at] = await sql<{ place: string; done_at: Date | null }[]>`
      SELECT place, done_at FROM chores_once WHERE name = ${name}`;
    if (!at?.done_at) {
      const place = await piece(at?.place ?? "");
      const doneAt = place === undefined ? new Date() : null;
      await sql`
        INSERT INTO chores_once (name, place, done_at) VALUES (${name}, ${place ?? ""}, ${doneAt})
        ON CONFLICT (name) DO UPDATE SET place = excluded.place, done_at = excluded.done_at`;
      if (!doneAt) return;
    }
    isDone = true;
  };
}
