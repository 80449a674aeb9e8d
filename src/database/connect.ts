import postgres from "postgres";
import type { Sql } from "postgres";
import { openSocket, startupPadding } from "./socket.ts";

const bigint = 20;
const connectWithinSec = 5;

/**
 * Opens a pool of connections. A bigint arrives as a number: no id, position or count here comes near 2^53.
 *
 * @param url `postgres://user:password@host:port/database`, with `?sslmode=…&sslrootcert=…` for TLS
 * @param options.max connections at most
 * @param options.applicationName shown in `pg_stat_activity`
 */
export function connect(url: string, options: { max?: number; applicationName?: string } = {}): Sql {
  const address = new URL(url);
  const tls = {
    sslmode: address.searchParams.get("sslmode") ?? "disable",
    sslrootcert: address.searchParams.get("sslrootcert"),
  };
  // the driver would hand it to the server as a setting of the session
  address.searchParams.delete("sslrootcert");
  const settings = {
    max: options.max ?? 10,
    connect_timeout: connectWithinSec,
    ssl: false,
    socket: (to: Parameters<typeof openSocket>[0]) => openSocket(to, tls, connectWithinSec * 1000),
    // reading the types is a query of its own, whose failure nobody would handle
    fetch_types: false,
    // the default waits up to 20 s once the server is back
    backoff: () => 0.05,
    onnotice: () => {},
    connection: { application_name: options.applicationName ?? "inyeon", TimeZone: "UTC", options: startupPadding },
    types: { bigint: { to: bigint, from: [bigint], parse: Number, serialize: String } },
  };
  const sql = postgres(address.href, settings);
  return new Proxy(sql, {
    apply: (target, self, args) => withoutHoles(Reflect.apply(target, self, args)),
    get: (target, name) => name === "unsafe" ? unsafe : Reflect.get(target, name),
  });

  function unsafe(...args: Parameters<typeof sql.unsafe>) {
    return withoutHoles(sql.unsafe(...args));
  }
}

/**
 * Closes the holes before the first row of an answer. postgres.js 3.4.9 keeps its row count when a connection dies in
 * the middle of an answer, so the first answer on the next connection starts with as many holes: a row that is there
 * reads as none, and an append that succeeded as one that failed. Rows that a cursor has already handed out stay as
 * they are.
 */
function withoutHoles<T>(query: T): T {
  if (!(query instanceof Promise) || !("resolve" in query) || typeof query.resolve !== "function") return query;
  const { resolve } = query;
  const closeUp = (rows: unknown) => {
    if (!Array.isArray(rows) || rows.length === 0 || 0 in rows) return;
    rows.splice(0, rows.findIndex((_, n) => n in rows));
  };
  return Object.assign(query, {
    resolve(answer: unknown) {
      closeUp(answer);
      // of several statements each has its own
      if (Array.isArray(answer) && Array.isArray(answer[0])) answer.forEach(closeUp);
      resolve(answer);
    },
  });
}

/**
 * Does something with pools that are closed at once when the signal aborts, so that it waits for no answer any more.
 *
 * @throws the signal's reason where that happened
 */
export async function cutOffBy<T>(
  signal: AbortSignal | undefined,
  pools: readonly Sql[],
  act: () => Promise<T>,
): Promise<T> {
  const cutOff = () => pools.forEach((pool) => void pool.end({ timeout: 0 }));
  signal?.addEventListener("abort", cutOff);
  try {
    signal?.throwIfAborted();
    return await act();
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", cutOff);
  }
}

const connectionCodes = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "ENOTCONN",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  // admin_shutdown, crash_shutdown, cannot_connect_now, too_many_connections
  "57P01",
  "57P02",
  "57P03",
  "53300",
]);

/**
 * Whether an error says that the database was not there (gone, going, starting, full), and nothing about the statement,
 * which may or may not have happened.
 */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return false;
  return connectionCodes.has(error.code) || /^08[0-9A-Z]{3}$/.test(error.code);
}

/** Whether an error says that our own pool was closed: to ask again is of no use. */
export function isClosedPool(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "CONNECTION_ENDED";
}
