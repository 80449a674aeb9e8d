import { configure, getLogger, type Logger, type LogLevel, type LogRecord } from "@logtape/logtape";

/** Where the lines of one part of the server go: `logger("http")`. Silent until `configureLogging` was called. */
export function logger(part: string): Logger {
  return getLogger(["inyeon", part]);
}

/**
 * Writes JSON lines, one an event, to standard output: `{time, level, part, message, …}`. Lines carry ids and numbers,
 * never tokens, names, addresses, bodies or raw paths.
 */
export async function configureLogging(
  { level, write = (line) => console.log(line) }: { level: LogLevel; write?: (line: string) => void },
): Promise<void> {
  await configure({
    reset: true,
    sinks: { lines: (record) => write(formatLine(record)) },
    loggers: [
      { category: ["logtape"], lowestLevel: "error", sinks: ["lines"] },
      { category: ["inyeon"], lowestLevel: level, sinks: ["lines"] },
    ],
  });
}

function formatLine(record: LogRecord): string {
  return JSON.stringify({
    time: new Date(record.timestamp).toISOString(),
    level: record.level,
    part: record.category.slice(1).join("."),
    message: record.message.map(String).join(""),
    ...record.properties,
  });
}

/** What a log may say of an error: its name, code, message and stack, and none of what hangs on it (a query's values). */
export function errorProperties(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: String(error) };
  const code = "code" in error ? { code: error.code } : {};
  const reason = quotesValue(error) ? "a value does not fit its type" : error.message;
  return { error: error.name, ...code, reason, stack: error.stack?.replace(error.message, () => reason) };
}

/** PostgreSQL's data exceptions (class 22) repeat the value in their message: it may be anybody's. */
function quotesValue(error: Error): boolean {
  return error.name === "PostgresError" && "code" in error && String(error.code).startsWith("22");
}
