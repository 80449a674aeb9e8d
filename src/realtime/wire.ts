import { Buffer } from "node:buffer";
import type { Doors } from "../http/doors.ts";
import type { CloseReason } from "./close_codes.ts";
import { makeClosing } from "./closing.ts";
import { cutSocket } from "./cut.ts";
import { frameLimit } from "./protocol.ts";

/** Characters sent between two looks at `bufferedAmount`, which costs as much as sending a short frame. */
const lookEvery = 16_384;

/** The line to a client: what goes out and comes in, and how it ends. */
export type Wire = {
  /** Whether it is open, and nobody has said that it is to be closed. */
  isOpen(): boolean;
  /** When the client was last heard of. */
  heardAtMs(): number;
  /** Aborts when it is to be closed, or gone. */
  gone: AbortSignal;
  send(text: string): void;
  close(reason: CloseReason): void;
  /** Ends the connection at once. */
  cut(): void;
};

/**
 * Opens the line of a socket, before it is open.
 *
 * @param of.take is given each frame that comes
 * @param of.leave called as soon as it is to be closed or gone, perhaps again when it is gone
 * @param of.forget called when it is gone
 */
export function openWire(
  socket: WebSocket,
  of: { peer: string; doors: Doors; bufferedBytes: number; take(text: string): void; leave(): void; forget(): void },
): Wire {
  const gone = new AbortController();
  const came = { messages: 0, bytes: 0 };
  let heardAtMs = performance.now();
  let isClosing = false;
  const isOpen = () => !isClosing && socket.readyState === WebSocket.OPEN;
  const closing = makeClosing(socket, () => heardAtMs, cut);
  const unwatch = of.doors.watch(of.peer, { came, close: () => close("badFrame"), cut });

  const isTooSlow = watchBuffer(socket, of.bufferedBytes);

  function send(text: string): void {
    if (!isOpen()) return;
    if (isTooSlow(text.length)) return close("tooSlow");
    socket.send(text);
  }

  function close(reason: CloseReason): void {
    if (isClosing) return;
    // leave now: a vanished client never answers the close and must not count as present
    leave();
    closing.close(reason);
  }

  function cut(): void {
    of.doors.end(of.peer);
    cutSocket(socket);
    forget();
  }

  function leave(): void {
    isClosing = true;
    gone.abort();
    of.leave();
  }

  function forget(): void {
    closing.gone();
    unwatch();
    of.forget();
    leave();
  }

  function hear({ data }: MessageEvent<unknown>): void {
    heardAtMs = performance.now();
    came.messages++;
    came.bytes += typeof data === "string" ? Buffer.byteLength(data) : 0;
    if (isClosing) return;
    if (typeof data !== "string" || data.length > frameLimit) return close("badFrame");
    of.take(data);
  }
  socket.onmessage = hear;
  socket.onclose = forget;
  // onclose follows
  socket.onerror = () => {};
  return { isOpen, heardAtMs: () => heardAtMs, gone: gone.signal, send, close, cut };
}

/** Tells, before some characters are sent, whether too much waits to be sent already. */
function watchBuffer(socket: WebSocket, bufferedBytes: number): (characters: number) => boolean {
  let unlooked = 0;
  return (characters) => {
    unlooked += characters;
    if (unlooked <= lookEvery) return false;
    unlooked = 0;
    return socket.bufferedAmount > bufferedBytes;
  };
}
