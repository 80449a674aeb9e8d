import type { Bed } from "./bed.ts";
import type { StoreName } from "./worker.ts";

const writers = 10;
/** Events an append: one, and so many that appends overlap. */
const sizes = [1, 20];
const pollMs = 500;
/** A consumer that tells nothing new for so long has told all that it will. */
const quietSec = 5;

/**
 * Has ten writers append for some seconds while the store's own consumer, in a process of its own, follows; counts what it
 * never told and what it told twice.
 */
export async function countMissed(bed: Bed, names: readonly StoreName[], seconds: number): Promise<void> {
  const table: Record<string, Record<string, string>> = {};
  for (const name of names) {
    for (const each of sizes) table[`${name}, ${each} an append`] = await missedBy(bed, name, seconds, each);
  }
  console.log(`events that a tailing consumer misses while ${writers} writers append for ${seconds} s:`);
  console.table(table);
}

async function missedBy(
  bed: Bed,
  name: StoreName,
  seconds: number,
  factsEach: number,
): Promise<Record<string, string>> {
  const writer = await bed.open(name);
  await using _closed = writer;
  await using reader = await bed.open(name, writer.database);
  try {
    await reader.ask({ do: "tail" });
  } catch (error) {
    return { appended: "", missed: error instanceof Error ? error.message : String(error) };
  }
  const { count } = await writer.ask({ do: "append", callers: writers, seconds, factsEach });
  let seen = 0, all = 0;
  for (let quiet = 0; quiet < quietSec && seen < count; quiet += pollMs / 1000) {
    await new Promise((resolve) => setTimeout(resolve, pollMs));
    const now = await reader.ask({ do: "seen" });
    if (now.count > seen) quiet = 0;
    seen = now.count;
    all = now.all ?? 0;
  }
  return {
    appended: count.toLocaleString("en"),
    missed: `${(count - seen).toLocaleString("en")} (${(100 * (count - seen) / count).toFixed(1)} %)`,
    twice: (all - seen).toLocaleString("en"),
  };
}
