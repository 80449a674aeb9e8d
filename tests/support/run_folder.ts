import { dirname, join } from "node:path";
import { removeAbandoned } from "../../src/database/embedded.ts";
import { tryLockFile } from "../../src/database/file_lock.ts";
import { eventually } from "./eventually.ts";

const prefix = "inyeon-test-";
const inMemory = "/dev/shm";
const neededBytes = 2 ** 30;

/**
 * Makes the folder of a run of tests: `data` for its PostgreSQL, `tmp` for what the tests write.
 *
 * `data` lies in memory where there is room. Every test's database has five hundred files, and some disks take their time
 * to make them: on ext4 without a journal it is 0.4 s, since the place of each new file is looked for among all that were
 * deleted lately.
 */
export async function makeRunFolder(): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix });
  const data = join(folder, "data");
  const memory = await Deno.makeTempDir({ dir: inMemory, prefix }).catch(() => undefined);
  if (memory !== undefined && await freeBytes(memory) >= neededBytes) await Deno.symlink(memory, data);
  else {
    if (memory !== undefined) await Deno.remove(memory);
    await Deno.mkdir(data);
  }
  // PostgreSQL may run under another account than we do
  for (const path of [folder, data]) await Deno.chmod(path, 0o755);
  await Deno.mkdir(join(folder, "tmp"));
  return folder;
}

async function freeBytes(folder: string): Promise<number> {
  const { stdout } = await new Deno.Command("df", { args: ["-Pk", folder] }).output();
  return Number(new TextDecoder().decode(stdout).trim().split("\n").at(-1)?.split(/\s+/)[3]) * 1024;
}

/** Removes a run's folder with its PostgreSQL, unless a process owns that. */
export async function removeRunFolder(folder: string): Promise<void> {
  const data = await Deno.realPath(join(folder, "data")).catch(() => undefined);
  if (data !== undefined) {
    if (!await removeAbandoned(data)) return;
    await Deno.remove(data, { recursive: true });
  }
  // a killed browser's processes may still write for a moment
  await eventually(() => Deno.remove(folder, { recursive: true }).then(() => true));
}

/** Clears away what killed runs left: their servers, and their folders. */
export async function removeEarlierRuns(): Promise<void> {
  const probe = await Deno.makeTempDir();
  await Deno.remove(probe);
  await removeEarlier(dirname(probe));
}

async function removeEarlier(parent: string): Promise<void> {
  const entries = await Array.fromAsync(Deno.readDir(parent)).catch(() => []);
  for (const { name } of entries) {
    if (!name.startsWith(prefix)) continue;
    const earlier = join(parent, name);
    try {
      const { mtime } = await Deno.stat(earlier);
      // a run that has just begun may not have its lock yet
      if (Date.now() - (mtime?.getTime() ?? 0) < 60_000) continue;
      using abandoned = await tryLockFile(join(earlier, "run.lock"));
      if (!abandoned) continue;
      // its tests had folders of their own in it
      await removeEarlier(join(earlier, "tmp"));
      await removeRunFolder(earlier);
    } catch (error) {
      console.error(`What an earlier run left in ${earlier} stays there:`, error);
    }
  }
}
