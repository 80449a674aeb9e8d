import { readConfig } from "../../src/start/read_config.ts";
import type { App } from "../../src/app.ts";
import type { DoorLimits } from "../../src/http/door_limits.ts";
import type { SocketLimits } from "../../src/realtime/limits.ts";
import { start, type Started } from "../../src/start/start.ts";
import { checkAnswers } from "./check_answers.ts";
import { testDatabase } from "./database.ts";
import { eventually } from "./eventually.ts";
import { textLines } from "./text_lines.ts";

/** Environment variables that a test sets otherwise: `{ SHOW_TIME_SEC: "1" }`. */
export type TestConfig = Record<string, string>;

/** What a test server is started with. */
export type TestServerOptions = {
  now?: () => Date;
  config?: TestConfig;
  sockets?: Partial<SocketLimits>;
  doors?: Partial<DoorLimits>;
  /** The apps that it has; all that are served, if it is not said. */
  apps?: readonly App[];
};

/** Where servers of one installation live: one database, one data directory. */
export type Installation = { databaseUrl: string; dataDir: string };

/** A server of a test's own, in the test's process. */
export type TestServer = AsyncDisposable & Started & {
  installation: Installation;
  /** Starts a second server of the same installation, as another process would be; stop it before this one. */
  another(options?: TestServerOptions): Promise<TestServer>;
};

/**
 * Starts a server on a database and a data directory of its own; both are gone at the end of the scope:
 * `await using server = await testServer();`
 */
export async function testServer(options: TestServerOptions = {}): Promise<TestServer> {
  const place = await testInstallation();
  try {
    const server = await serverOn(place, options);
    return {
      ...server,
      async [Symbol.asyncDispose]() {
        await server[Symbol.asyncDispose]();
        await place[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await place[Symbol.asyncDispose]();
    throw error;
  }
}

/**
 * A database and a data directory that nobody serves.
 *
 * @param options.isNew nobody ever did: the first server builds its read models
 */
export async function testInstallation(options: { isNew?: boolean } = {}): Promise<Installation & AsyncDisposable> {
  const database = await testDatabase({ served: !options.isNew });
  const dataDir = await Deno.makeTempDir({ prefix: "inyeon-e2e-" });
  return {
    databaseUrl: database.url,
    dataDir,
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]();
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}

/** Starts a server, in this process, of an installation that a test has already; stopped at the end of the scope. */
export async function serverOn(installation: Installation, options: TestServerOptions = {}): Promise<TestServer> {
  const started = await start(readConfig(environmentOf(installation, options.config), options.apps), {
    now: options.now,
    sockets: options.sockets,
    doors: options.doors,
    apps: options.apps,
    limit: false,
    checkAnswers,
  });
  let stopped: Promise<void> | undefined;
  const stop = () => stopped ??= started.stop();
  return {
    ...started,
    stop,
    installation,
    another: (others = {}) => serverOn(installation, { ...options, ...others }),
    [Symbol.asyncDispose]: stop,
  };
}

/** All the people of a test come from one address. */
const manySignUps = "1000000,1000000";

function environmentOf({ databaseUrl, dataDir }: Installation, config: TestConfig = {}): TestConfig {
  return { DATABASE_URL: databaseUrl, DATA_DIR: dataDir, PORT: "0", SIGNUPS_PER_ADDRESS: manySignUps, ...config };
}

/** A server in a process of its own, to be stopped, woken and killed. */
export type ChildServer = AsyncDisposable & {
  url: string;
  pid: number;
  /** SIGSTOP freezes it, SIGCONT wakes it, SIGKILL ends it without a word. */
  signal(name: "SIGSTOP" | "SIGCONT" | "SIGKILL" | "SIGTERM"): void;
  /** Every line it has written so far, to its output and its errors. */
  lines: readonly string[];
  /** Its exit code, once it has ended and all its lines are here. */
  ended: Promise<number>;
};

/** Runs `main.ts` as `deno task start` does and waits until it serves; it is killed at the end of the scope. */
export async function childServer(
  installation: Installation,
  config: TestConfig = {},
  permissions: readonly string[] = ["-P=server"],
): Promise<ChildServer> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "--no-prompt", ...permissions, "main.ts"],
    env: environmentOf(installation, config),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const lines: string[] = [];
  const serving = Promise.withResolvers<string>();
  // read to the end: a pipe that nobody empties stops the one who fills it
  async function drain(written: ReadableStream<Uint8Array<ArrayBuffer>>, see: (line: string) => void): Promise<void> {
    for await (const line of written.pipeThrough(new TextDecoderStream()).pipeThrough(textLines())) {
      lines.push(line);
      see(line);
    }
  }
  const drained = Promise.all([
    drain(process.stdout, (line) => {
      const url = /^Inyeon serves at (\S+)/.exec(line)?.[1];
      if (url) serving.resolve(url);
    }),
    drain(process.stderr, (line) => console.error(line)),
  ]);
  const ended = process.status.then(async ({ code }) => {
    await drained;
    serving.reject(new Error(`The server ended with code ${code} before it served.`));
    return code;
  });
  const url = await serving.promise;
  serving.promise.catch(() => {});
  return {
    url,
    pid: process.pid,
    signal: (name) => process.kill(name),
    lines,
    ended,
    async [Symbol.asyncDispose]() {
      try {
        process.kill("SIGKILL");
      } catch {
        // it has ended already
      }
      await ended;
    },
  };
}

/** A clock that runs with the real one, some time ahead of it. */
export function testClock() {
  let aheadMs = 0;
  return {
    now: () => new Date(Date.now() + aheadMs),
    /** Puts it forward. */
    advance(sec: number) {
      aheadMs += sec * 1000;
    },
  };
}

/** Waits until a process has heard of all that stands in the log: a socket opened then is told nothing older. */
export async function heard({ system: { log, tail } }: Pick<TestServer, "system">): Promise<void> {
  const head = await log.head();
  await eventually(() => tail.position() >= head);
}
