import type { KernelSocket } from "./kernel_sockets.ts";

/** A WebSocket, as the doors see it. */
export type WatchedSocket = {
  /** Messages received so far, and their bytes. */
  came: { messages: number; bytes: number };
  /** Sends a close frame and gives the client time to answer. */
  close(): void;
  /** Ends the connection now. */
  cut(): void;
};

/** What the server knows about a connection from its requests. */
export type Known = { requests: number; underWay: number; socket?: WatchedSocket };

/** What the looks at a connection have found. */
export type Seen = {
  last: KernelSocket;
  requests: number;
  /** Bytes read when a request was last in progress. */
  takenThen: number;
  /** Regular looks in a row that found an incomplete head, no request, or an answer that nobody takes. */
  headLooks: number;
  idleLooks: number;
  stuckLooks: number;
  /** Regular looks since a WebSocket's last message that found the next one unfinished. */
  heldLooks: number;
  /** For a WebSocket: bytes read but not yet received as messages, and whether it was told to close. */
  held: number;
  came: { messages: number; bytes: number };
  isTold: boolean;
};

/** Updates what was seen of a connection with the kernel's present view. */
export function seeAgain(before: Seen | undefined, last: KernelSocket, known: Known | undefined): Seen {
  if (!before || before.last.fd !== last.fd || last.taken < before.last.taken) return seeFirst(last, known);
  if (known?.socket) hold(before, last, known.socket);
  if (!last.owes || last.acked !== before.last.acked) before.stuckLooks = 0;
  before.last = last;
  return before;
}

function seeFirst(last: KernelSocket, { requests, socket }: Known = { requests: 0, underWay: 0 }): Seen {
  const came = { messages: 0, bytes: 0, ...socket?.came };
  return {
    last,
    requests,
    takenThen: requests > 0 ? last.taken : 0,
    headLooks: 0,
    idleLooks: 0,
    stuckLooks: 0,
    heldLooks: 0,
    // earlier requests on the connection may have had bodies
    held: socket && requests === 1 ? Math.max(0, last.taken - came.bytes) : 0,
    came,
    isTold: false,
  };
}

/** A received message was complete, so nothing read before it is still held. */
function hold(seen: Seen, { taken }: KernelSocket, { came: { messages, bytes } }: WatchedSocket): void {
  const more = taken - seen.last.taken;
  const held = seen.held + more - (bytes - seen.came.bytes);
  const isWhole = messages !== seen.came.messages;
  seen.held = Math.max(0, isWhole ? Math.min(held, more) : held);
  if (isWhole) seen.heldLooks = 0;
  seen.came = { messages, bytes };
}
