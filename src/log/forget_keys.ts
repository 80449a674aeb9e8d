import type { Sql } from "postgres";
import type { PersonalKeys } from "../log/personal.ts";

/**
 * Drops keys from this process's memory as soon as they are deleted, by whichever process: one that was loaded a moment
 * before must not be used, nor lie there, after it.
 */
export async function followForgotten(
  sql: Sql,
  personal: Pick<PersonalKeys, "forget">,
  report: (what: string, error: unknown) => void,
): Promise<{ stop(): Promise<void> }> {
  /** What was told while nobody listened. */
  async function catchUp(): Promise<void> {
    const missed = await sql<{ subject: number }[]>`
      SELECT subject FROM forgotten_subjects WHERE forgotten_at > now() - interval '1 day'`;
    for (const { subject } of missed) personal.forget(subject);
  }

  const told = await sql.listen(
    "forgotten",
    (subject) => personal.forget(Number(subject)),
    () => void catchUp().catch((error) => report("forgetting keys", error)),
  );
  return { stop: () => told.unlisten() };
}
