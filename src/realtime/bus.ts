import type { Sql } from "postgres";

/**
 * What processes tell each other besides events: signals, typing, presence. It may be lost; nothing that must not be
 * lost goes over it. An interface, so that another carrier can take over where one database's NOTIFY does not do.
 */
export type Bus = {
  /** Tells every other process. */
  publish(message: unknown): void;
  /** From now on `handle` is told what the others publish, each process's messages in order. */
  onMessage(handle: (from: string, message: unknown) => void): void;
  /** Stops listening. */
  close(): Promise<void>;
};

const channel = "realtime";
/** PostgreSQL takes payloads of less than 8,000 bytes. */
const bytesPerPart = 7_000;
const partsHeld = 1_000;
/** What a database that is away keeps waiting; beyond that the oldest is lost. */
const payloadsWaiting = 10_000;
/** Sent in one call: a commit with a NOTIFY waits for all others of its kind. */
const payloadsAtOnce = 500;

/**
 * A bus over PostgreSQL's NOTIFY; what is longer than a payload goes in parts.
 *
 * @param me names this process
 */
export async function openBus(
  sql: Sql,
  me: string,
  report: (what: string, error: unknown) => void,
): Promise<Bus> {
  const unfinished = new Map<string, string[]>();
  let number = 0;
  let handle: (from: string, message: unknown) => void = () => {};
  const waiting: string[] = [];
  let sending: Promise<void> | undefined;

  async function sendWaiting(): Promise<void> {
    while (waiting.length > 0) {
      const payloads = waiting.splice(0, payloadsAtOnce);
      await sql`SELECT pg_notify(${channel}, payload) FROM jsonb_array_elements_text(${sql.json(payloads)}) payload`
        .catch((error) => report("bus", error));
    }
    sending = undefined;
  }

  function receive(payload: string): void {
    const [from, message, part, parts] = payload.split(" ", 4);
    if (from === me) return;
    const text = payload.slice(from.length + message.length + part.length + parts.length + 4);
    const key = `${from} ${message}`;
    const soFar = [...unfinished.get(key) ?? [], text];
    if (soFar.length < Number(parts)) {
      unfinished.set(key, soFar);
      if (unfinished.size > partsHeld) {
        for (const oldest of unfinished.keys()) return void unfinished.delete(oldest);
      }
      return;
    }
    unfinished.delete(key);
    try {
      handle(from, JSON.parse(atobUtf8(soFar.join(""))));
    } catch (error) {
      report("bus", error);
    }
  }

  const listening = await sql.listen(channel, receive);
  return {
    onMessage: (handler) => void (handle = handler),
    publish(message) {
      const text = btoaUtf8(JSON.stringify(message));
      const parts = Math.ceil(text.length / bytesPerPart);
      const id = ++number;
      for (let n = 0; n < parts; n++) {
        waiting.push(`${me} ${id} ${n} ${parts} ${text.slice(n * bytesPerPart, (n + 1) * bytesPerPart)}`);
      }
      if (waiting.length > payloadsWaiting) waiting.splice(0, waiting.length - payloadsWaiting);
      sending ??= sendWaiting();
    },
    async close() {
      await sending;
      await listening.unlisten();
    },
  };
}

const btoaUtf8 = (text: string) => new TextEncoder().encode(text).toBase64();
const atobUtf8 = (text: string) => new TextDecoder().decode(Uint8Array.fromBase64(text));
