import postgres from "postgres";
import type { Sql } from "postgres";

const bigint = 20;

/**
 * Opens a pool of connections. A bigint arrives as a number: no id, position or count here comes near 2^53.
 *
 * @param url `postgres://user:password@host:port/database`
 * @param options.max connections at most
 * @param options.applicationName shown in `pg_stat_activity`
 */
export function connect(url: string, options: { max?: number; applicationName?: string } = {}): Sql {
  const settings = {
    max: options.max ?? 10,
    connect_timeout: 5,
    // reading the types is a query of its own, whose failure nobody would handle
    fetch_types: false,
    // the default waits up to 20 s once the server is back
    backoff: () => 0.05,
    onnotice: () => {},
    connection: { application_name: options.applicationName ?? "inyeon", TimeZone: "UTC" },
    types: { bigint: { to: bigint, from: [bigint], parse: Number, serialize: String } },
  };
  return postgres(url, settings);
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
