import { dirname, join } from "node:path";
import { removeAbandoned } from "../../src/database/embedded.ts";
import { tryLockFile } from "../../src/database/file_lock.ts";

const prefix = "inyeon-test-";
const inMemory = "/dev/shm";
const neededBytes = 3 * 2 ** 30;

/**
 * Makes the folder of a run of tests, in memory where there is room. Every test's database has five hundred files, and
 * some disks take their time to make them: on ext4 without a journal it is 0.4 s, since each new file is looked for among
 * all that were deleted lately.
 */
export async function makeRunFolder(): Promise<string> {
  const folder = await Deno.makeTempDir({ dir: inMemory, prefix }).catch(() => undefined);
  if (folder !== undefined && await isRoomy(folder) && await canRunPrograms(folder)) return folder;
  if (folder !== undefined) await Deno.remove(folder, { recursive: true });
  return await Deno.makeTempDir({ prefix });
}

async function isRoomy(folder: string): Promise<boolean> {
  const { stdout } = await new Deno.Command("df", { args: ["-Pk", folder] }).output();
  const freeKb = Number(new TextDecoder().decode(stdout).trim().split("\n").at(-1)?.split(/\s+/)[3]);
  return freeKb * 1024 >= neededBytes;
}

/** Memory is often mounted without; a test or two writes a program and runs it. */
async function canRunPrograms(folder: string): Promise<boolean> {
  const program = join(folder, "program");
  await Deno.writeTextFile(program, "#!/bin/sh\n", { mode: 0o755 });
  return await new Deno.Command(program).output().then(({ success }) => success, () => false);
}

/** Clears away what killed runs left: their servers, and their folders. */
export async function removeEarlierRuns(): Promise<void> {
  const probe = await Deno.makeTempDir();
  await Deno.remove(probe);
  for (const parent of [inMemory, dirname(probe)]) await removeEarlier(parent);
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
      if (await removeAbandoned(join(earlier, "data"))) await Deno.remove(earlier, { recursive: true });
    } catch (error) {
      console.error(`What an earlier run left in ${earlier} stays there:`, error);
    }
  }
}
