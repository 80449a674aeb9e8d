import { WebSocket } from "ws";
import type { Door } from "./client.ts";

/** As much of the npm package `ws` as is used: it comes without types. */
type WsSocket = {
  protocol: string;
  on(event: "open", heard: () => void): void;
  on(event: "message", heard: (data: { toString(): string }) => void): void;
  on(event: "ping", heard: () => void): void;
  on(event: "close", heard: (code: number) => void): void;
  on(event: "error", heard: (error: Error) => void): void;
  on(event: "unexpected-response", heard: (request: { destroy(): void }, response: WsResponse) => void): void;
  send(text: string): void;
  close(): void;
};
type WsResponse = { statusCode: number; headers: Record<string, string>; resume(): void };
type WsOptions = { headers?: Record<string, string>; protocolVersion?: number; autoPong?: boolean };

/** A frame as it came. */
export type WsFrame = { type: string; id?: number; cursor?: string; data: Record<string, unknown> };

/** A client made with the npm package `ws`, which React Native apps and Node programs resemble. */
export type WsClient = AsyncDisposable & {
  /** The subprotocol that the server chose. */
  protocol(): string;
  /** Everything that came, in order. */
  seen: WsFrame[];
  /** How often the server has pinged. */
  pings(): number;
  ask(type: string, data?: object): Promise<WsFrame>;
  say(type: string, data: object): void;
  /** The first frame of a type; waits for it. */
  first(type: string): Promise<WsFrame>;
  closed: Promise<number>;
};

/** Opens a socket with `ws`; where the server refuses, returns its answer's status and headers. */
export async function openWs(
  { url }: Pick<Door, "url">,
  protocols: readonly string[],
  options: WsOptions = {},
): Promise<WsClient | { status: number; headers: Record<string, string> }> {
  const socket: WsSocket = new WebSocket(`${url.replace("http", "ws")}/ws`, protocols, options);
  const seen: WsFrame[] = [];
  const waiting = new Set<() => void>();
  const closed = Promise.withResolvers<number>();
  const opened = Promise.withResolvers<{ status: number; headers: Record<string, string> } | undefined>();
  let pings = 0;
  let asked = 0;
  socket.on("open", () => opened.resolve(undefined));
  socket.on("error", opened.reject);
  socket.on("unexpected-response", (request, response) => {
    response.resume();
    request.destroy();
    opened.resolve({ status: response.statusCode, headers: response.headers });
  });
  socket.on("ping", () => pings++);
  socket.on("close", (code) => {
    closed.resolve(code);
    for (const look of waiting) look();
  });
  socket.on("message", (data) => {
    seen.push(JSON.parse(data.toString()));
    for (const look of waiting) look();
  });
  const refused = await opened.promise;
  if (refused) return refused;

  function find(wanted: (frame: WsFrame) => boolean): Promise<WsFrame> {
    const found = Promise.withResolvers<WsFrame>();
    const look = () => {
      const frame = seen.find(wanted);
      if (!frame) return;
      waiting.delete(look);
      found.resolve(frame);
    };
    waiting.add(look);
    look();
    return Promise.race([
      found.promise,
      closed.promise.then((code) => Promise.reject(new Error(`Closed with ${code}; came: ${JSON.stringify(seen)}`))),
    ]);
  }

  return {
    protocol: () => socket.protocol,
    seen,
    pings: () => pings,
    ask(type, data = {}) {
      const id = ++asked;
      socket.send(JSON.stringify({ type, id, data }));
      return find((frame) => frame.id === id);
    },
    say: (type, data) => socket.send(JSON.stringify({ type, data })),
    first: (type) => find((frame) => frame.type === type),
    closed: closed.promise,
    async [Symbol.asyncDispose]() {
      socket.close();
      await closed.promise;
    },
  };
}
