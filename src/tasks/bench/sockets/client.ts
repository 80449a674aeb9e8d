/** A WebSocket client that costs little: what is measured is the server. */
export type Client = {
  /** Sends a text frame that `textFrame` made. */
  send(frame: Uint8Array): void;
  close(): void;
};

const headLimit = 4_096;
const encoder = new TextEncoder();

/** A text frame of a client. Its mask is zero, which changes nothing. */
export function textFrame(text: string): Uint8Array {
  const payload = encoder.encode(text);
  const long = payload.length > 125;
  const frame = new Uint8Array((long ? 8 : 6) + payload.length);
  frame[0] = 0x81;
  frame[1] = 0x80 | (long ? 126 : payload.length);
  if (long) new DataView(frame.buffer).setUint16(2, payload.length);
  frame.set(payload, frame.length - payload.length);
  return frame;
}

const pong = Uint8Array.of(0x8a, 0x80, 0, 0, 0, 0);

/** Opens a socket; `heard` is told the payload of every text frame, which holds only until it returns. */
export async function openClient(
  of: { port: number; path: string; headers: Record<string, string> },
  heard: (payload: Uint8Array, client: Client) => void,
): Promise<Client> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port: of.port });
  connection.setNoDelay(true);
  await connection.write(upgradeOf(of));
  let sending = Promise.resolve();
  let isOpen = true;
  const client: Client = {
    send(frame) {
      sending = sending.then(async () => {
        for (let sent = 0; sent < frame.length;) sent += await connection.write(frame.subarray(sent));
      }).catch(() => {});
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      connection.close();
    },
  };
  const incoming = makeIncoming(connection);
  do if (!await incoming.fill()) throw new Error("The server closed before it answered."); while (!incoming.takeHead());
  const take = () =>
    incoming.take((kind, payload) => {
      if (kind === 1) heard(payload, client);
      else if (kind === 9) client.send(pong);
    });
  void (async () => {
    do take(); while (await incoming.fill());
  })();
  return client;
}

function upgradeOf({ port, path, headers }: { port: number; path: string; headers: Record<string, string> }) {
  const all = {
    "host": `127.0.0.1:${port}`,
    "upgrade": "websocket",
    "connection": "Upgrade",
    "sec-websocket-version": "13",
    "sec-websocket-key": btoa("0123456789abcdef"),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return encoder.encode(`GET ${path} HTTP/1.1\r\n${lines.join("")}\r\n`);
}

/** What comes in, in one buffer that is used again and again. */
function makeIncoming(connection: Deno.Conn) {
  let buffer = new Uint8Array(headLimit);
  let filled = 0;

  function drop(bytes: number): void {
    buffer.copyWithin(0, bytes, filled);
    filled -= bytes;
  }

  return {
    async fill(): Promise<boolean> {
      if (filled === buffer.length) {
        const larger = new Uint8Array(2 * buffer.length);
        larger.set(buffer);
        buffer = larger;
      }
      const read = await connection.read(buffer.subarray(filled)).catch(() => null);
      filled += read ?? 0;
      return read !== null;
    },
    /** Takes the server's yes off the buffer; false while it is not all there. */
    takeHead(): boolean {
      const head = new TextDecoder().decode(buffer.subarray(0, filled));
      const end = head.indexOf("\r\n\r\n");
      if (end < 0) return false;
      if (!head.startsWith("HTTP/1.1 101")) throw new Error(`The server answered ${head.slice(0, 200)}`);
      drop(end + 4);
      return true;
    },
    /** Hands on the whole frames in the buffer and keeps the rest. */
    take(each: (kind: number, payload: Uint8Array) => void): void {
      let at = 0;
      for (;;) {
        if (filled - at < 2) break;
        const short = buffer[at + 1];
        const from = at + (short < 126 ? 2 : short === 126 ? 4 : 10);
        if (filled < from) break;
        const length = short < 126 ? short : new DataView(buffer.buffer).getUint16(from - 2);
        if (filled < from + length) break;
        each(buffer[at] & 0x0f, buffer.subarray(from, from + length));
        at = from + length;
      }
      drop(at);
    },
  };
}
