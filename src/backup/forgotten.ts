import type { Sql } from "postgres";
import { z } from "zod";
import { appendLines, wholeLines } from "../audit/lines_file.ts";
import { keysHeader } from "./format.ts";
import { restoreForgotten } from "./people.ts";
import { readBackupFile, UnfitBackup } from "./read_file.ts";

const forgotten = z.object({ subject: z.int(), forgotten_at: z.string() });
type Forgotten = z.infer<typeof forgotten>;

/** Those who committed late may bear an earlier time than somebody who was seen before them. */
const overlap = "10 minutes";

/** The list of who was forgotten, outside the database: a restored older one must not bring them back. */
export function forgottenFile(dataDir: string): string {
  return `${dataDir}/forgotten.jsonl`;
}

/**
 * The people who were forgotten. Deleting a person's key (`PersonalKeys.erase`) puts them on the list by itself, by a
 * trigger; `copy` brings the list's news into its file in the data directory, durably. The leader of housekeeping does
 * that every few seconds; who must be sure before going on does it too.
 */
export function forgottenSubjects(sql: Sql, dataDir: string): { copy(): Promise<void> } {
  const path = forgottenFile(dataDir);
  let copied: Set<string> | undefined;
  let latest = "-infinity";
  const nameOf = ({ subject, forgotten_at }: Forgotten) => `${subject} ${forgotten_at}`;

  return {
    async copy() {
      copied ??= new Set((await readList(path)).map(nameOf));
      const rows = await sql<Forgotten[]>`
        SELECT subject, forgotten_at::text FROM forgotten_subjects
        WHERE forgotten_at > ${latest}::text::timestamptz - ${overlap}::text::interval ORDER BY forgotten_at`;
      const news = rows.filter((row) => !copied?.has(nameOf(row)));
      if (news.length > 0) {
        await appendLines(path, news.map(({ subject, forgotten_at }) => JSON.stringify({ subject, forgotten_at })));
      }
      for (const row of news) copied.add(nameOf(row));
      latest = rows.at(-1)?.forgotten_at ?? latest;
    },
  };
}

async function readList(path: string): Promise<Forgotten[]> {
  const list: Forgotten[] = [];
  for await (const line of wholeLines(path)) {
    const row = forgotten.safeParse(parse(line)).data;
    if (!row) throw new UnfitBackup(`A line of ${path} names nobody who was forgotten: ${line.slice(0, 80)}`);
    list.push(row);
  }
  return list;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Takes note in a database of who stands on a list: that of a data directory, or a newer backup's file of keys. */
export async function applyForgotten(sql: Sql, path: string): Promise<void> {
  if (!path.endsWith(".keys")) return await restoreForgotten(sql, JSON.stringify(await readList(path)));
  await using reader = await readBackupFile(path, keysHeader);
  const lists: string[] = [];
  for await (const { of, bytes } of reader.sections()) {
    if (of === "forgotten_subjects") lists.push(new TextDecoder().decode(bytes));
  }
  for (const list of lists) await restoreForgotten(sql, list);
}
