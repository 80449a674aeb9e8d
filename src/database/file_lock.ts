import { unlessAborted } from "./unless_aborted.ts";

/**
 * Takes the lock on a file, waiting for it, at most until the signal aborts. The kernel frees it when the process that
 * holds it ends, however it ends: unlike a recorded process id it cannot be left behind, nor be taken for that of another
 * process.
 */
export async function lockFile(path: string, signal?: AbortSignal): Promise<Disposable> {
  const file = await open(path);
  const locked = file.lock(true);
  try {
    await unlessAborted(locked, signal);
  } catch (error) {
    // the kernel goes on waiting for it
    locked.catch(() => {}).finally(() => file.close());
    throw error;
  }
  return file;
}

/** Takes the lock on a file if nobody holds it, and writes into it who does, for people to read. */
export async function tryLockFile(path: string): Promise<Disposable | undefined> {
  const file = await open(path);
  if (!await file.tryLock(true)) {
    file.close();
    return undefined;
  }
  await file.truncate();
  await file.write(new TextEncoder().encode(`held by process ${Deno.pid}\n`));
  return file;
}

function open(path: string): Promise<Deno.FsFile> {
  return Deno.open(path, { create: true, read: true, write: true, mode: 0o600 });
}
