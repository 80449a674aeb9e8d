import type { Door } from "./client.ts";

/** What the protocol calls its frames (RFC 6455, 5.2). */
export const opcodes = { continuation: 0, text: 1, bytes: 2, close: 8, ping: 9, pong: 10 } as const;

/** A frame as it came. */
export type RawFrame = { opcode: number; payload: Uint8Array<ArrayBuffer> };

/** A TCP connection that asked for something, and its answer: with 101, the frames go on from there. */
export type RawSocket = Disposable & {
  status: number;
  headers: Headers;
  /** The body, where the answer has one. */
  text: string;
  /** The next frame; undefined once the server has closed the connection. */
  frame(): Promise<RawFrame | undefined>;
  /** Sends one frame, masked with zeros; `fin: false` where more of its message follow. */
  send(opcode: number, payload?: string | Uint8Array, options?: { fin?: boolean }): Promise<void>;
  /** Sends bytes as they are. */
  write(bytes: Uint8Array): Promise<void>;
};

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The headers of a good upgrade, one a line. */
export const goodUpgrade = [
  "Host: inyeon.example",
  "Upgrade: websocket",
  "Connection: Upgrade",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==",
] as const;

/**
 * Sends a request over TCP of its own, as it is written here, and reads the answer.
 *
 * @param lines the headers, one a line; their spelling, order and repetition are kept
 */
export async function openRaw(
  { url }: Pick<Door, "url">,
  lines: readonly string[] = goodUpgrade,
  firstLine = "GET /ws HTTP/1.1",
): Promise<RawSocket> {
  const { hostname, port } = new URL(url);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  connection.setNoDelay(true);
  let buffer = new Uint8Array(0);

  async function write(bytes: Uint8Array): Promise<void> {
    for (let n = 0; n < bytes.length;) n += await connection.write(bytes.subarray(n));
  }

  /** Reads until so many bytes are there; false where the connection ended before. */
  async function fill(length: number): Promise<boolean> {
    const chunk = new Uint8Array(65_536);
    while (buffer.length < length) {
      const read = await connection.read(chunk).catch(() => null);
      if (read === null) return false;
      const larger = new Uint8Array(buffer.length + read);
      larger.set(buffer);
      larger.set(chunk.subarray(0, read), buffer.length);
      buffer = larger;
    }
    return true;
  }

  function take(length: number): Uint8Array<ArrayBuffer> {
    const taken = buffer.slice(0, length);
    buffer = buffer.slice(length);
    return taken;
  }

  async function head(): Promise<string[]> {
    for (let end = -1; end < 0;) {
      if (!await fill(buffer.length + 1)) throw new Error(`No answer came, but ${decoder.decode(buffer)}`);
      end = decoder.decode(buffer).indexOf("\r\n\r\n");
      if (end >= 0) return decoder.decode(take(end + 4)).trimEnd().split("\r\n");
    }
    return [];
  }

  await write(encoder.encode([firstLine, ...lines, "", ""].join("\r\n")));
  const [statusLine, ...fields] = await head();
  const status = Number(statusLine.split(" ")[1]);
  const headers = new Headers(
    fields.map((field) => [field.slice(0, field.indexOf(":")), field.slice(field.indexOf(":") + 1)]),
  );
  const length = firstLine.startsWith("HEAD") ? 0 : Number(headers.get("content-length") ?? 0);
  await fill(length);
  const text = decoder.decode(take(length));

  return {
    status,
    headers,
    text,
    write,
    async frame() {
      if (!await fill(2)) return undefined;
      const short = buffer[1] & 0x7f;
      const from = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (!await fill(from)) return undefined;
      const view = new DataView(buffer.buffer);
      const size = short < 126 ? short : short === 126 ? view.getUint16(2) : Number(view.getBigUint64(2));
      if (!await fill(from + size)) return undefined;
      const opcode = buffer[0] & 0x0f;
      return { opcode, payload: take(from + size).slice(from) };
    },
    async send(opcode, payload = "", { fin = true } = {}) {
      const bytes = typeof payload === "string" ? encoder.encode(payload) : payload;
      const long = bytes.length > 125;
      const start = new Uint8Array(long ? 14 : 6);
      start[0] = (fin ? 0x80 : 0) | opcode;
      start[1] = 0x80 | (long ? 127 : bytes.length);
      if (long) new DataView(start.buffer).setBigUint64(2, BigInt(bytes.length));
      await write(new Uint8Array([...start, ...bytes]));
    },
    [Symbol.dispose]() {
      try {
        connection.close();
      } catch {
        // the server was first
      }
    },
  };
}
