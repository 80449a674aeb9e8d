import { goodUpgrade } from "./raw_socket.ts";

/** A TCP connection on which a test says what no well-behaved client would. */
export type Attacker = Disposable & {
  connection: Deno.TcpConn;
  /** Its own port, by which the kernel's table tells it from others. */
  port: number;
  /** Writes all the bytes; false once the other end is gone. */
  write(bytes: Uint8Array<ArrayBuffer> | string): Promise<boolean>;
};

/** Connects to a server, and says nothing. */
export async function connectRaw(url: string): Promise<Attacker> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port: Number(new URL(url).port) });
  const { port } = connection.localAddr;
  return {
    connection,
    port,
    async write(bytes) {
      let left = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
      try {
        while (left.length > 0) left = left.subarray(await connection.write(left));
        return true;
      } catch {
        return false;
      }
    },
    [Symbol.dispose]() {
      try {
        connection.close();
      } catch {
        // closed already
      }
    },
  };
}

/** Asks for a web socket, with a token or without; `status` is 101 where it gets one. */
export async function attackSocket(
  url: string,
  access?: string,
  headers: readonly string[] = [],
): Promise<Attacker & { status: number }> {
  const raw = await connectRaw(url);
  const token = access === undefined ? [] : [`Authorization: Bearer ${access}`];
  await raw.write(["GET /ws HTTP/1.1", ...goodUpgrade, ...token, ...headers, "", ""].join("\r\n"));
  const buffer = new Uint8Array(4_096);
  const read = await raw.connection.read(buffer);
  const status = Number(new TextDecoder().decode(buffer.subarray(0, read ?? 0)).split(" ")[1]);
  return { ...raw, status };
}

/** The head of a masked frame, whose mask is zeros: its payload follows as it is. `announced` bytes need not come. */
export function frameHead(code: number, announced: number, { fin = true } = {}): Uint8Array<ArrayBuffer> {
  const first = (fin ? 0x80 : 0) | code;
  const mask = [0, 0, 0, 0];
  if (announced < 126) return new Uint8Array([first, 0x80 | announced, ...mask]);
  if (announced < 65_536) return new Uint8Array([first, 0x80 | 126, announced >> 8, announced & 0xff, ...mask]);
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(announced));
  return new Uint8Array([first, 0x80 | 127, ...new Uint8Array(view.buffer), ...mask]);
}

/** A whole frame. */
export function frame(
  code: number,
  payload: string | Uint8Array,
  options?: { fin?: boolean },
): Uint8Array<ArrayBuffer> {
  const bytes = typeof payload === "string" ? new TextEncoder().encode(payload) : payload;
  return new Uint8Array([...frameHead(code, bytes.length, options), ...bytes]);
}
