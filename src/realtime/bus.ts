import type { Sql } from "postgres";

/**
 * What processes tell each other that is no event: signals, typing, who is where. It may be lost; nothing that must not be
 * lost goes over it. An interface, so that another carrier can take over where one database's NOTIFY does not do.
 */
export type Bus = {
  /** Tells every other process. */
  publish(message: unknown): void;
  /** Stops listening. */
  close(): Promise<void>;
};

const channel = "realtime";
/** PostgreSQL takes payloads of less than 8,000 bytes. */
const bytesPerPart = 7_000;
const partsHeld = 1_000;

/**
 * A bus over PostgreSQL's NOTIFY; what is longer than a payload goes in parts.
 *
 * @param me names this process
 * @param handle told what the others publish, each process's messages in order
 */
export async function openBus(
  sql: Sql,
  me: string,
  handle: (from: string, message: unknown) => void,
  report: (what: string, error: unknown) => void,
): Promise<Bus> {
  const unfinished = new Map<string, string[]>();
  let number = 0;
  let sending: Promise<unknown> = Promise.resolve();

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
    handle(from, JSON.parse(atobUtf8(soFar.join(""))));
  }

  const listening = await sql.listen(channel, receive);
  return {
    publish(message) {
      const text = btoaUtf8(JSON.stringify(message));
      const parts = Math.ceil(text.length / bytesPerPart);
      const id = ++number;
      const payloads = Array.from(
        { length: parts },
        (_, n) => `${me} ${id} ${n} ${parts} ${text.slice(n * bytesPerPart, (n + 1) * bytesPerPart)}`,
      );
      sending = sending.then(() =>
        sql`SELECT pg_notify(${channel}, payload) FROM jsonb_array_elements_text(${sql.json(payloads)}) payload`
      ).catch((error) => report("bus", error));
    },
    async close() {
      await sending;
      await listening.unlisten();
    },
  };
}

const btoaUtf8 = (text: string) => new TextEncoder().encode(text).toBase64();
const atobUtf8 = (text: string) => new TextDecoder().decode(Uint8Array.fromBase64(text));
