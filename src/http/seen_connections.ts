import type { KernelSocket } from "./kernel_sockets.ts";

/** A web socket, as the doors see it. */
export type WatchedSocket = {
  /** Messages that have come out of it so far, and their bytes. */
  came: { messages: number; bytes: number };
  /** Tells the client, with time to answer. */
  close(): void;
  /** Ends it now. */
  cut(): void;
};

/** What is known of a connection from what came by it. */
export type Known = { requests: number; underWay: number; socket?: WatchedSocket };

/** What was seen of a connection, look by look. */
export type Seen = {
  last: KernelSocket;
  requests: number;
  /** Bytes that had been taken when a request was last under way. */
  takenThen: number;
  /** Regular looks in a row that found a head begun and not complete, no request, or an answer that nobody takes. */
  headLooks: number;
  idleLooks: number;
  stuckLooks: number;
  /** The same, since a message last came out of a web socket, that found another unfinished. */
  heldLooks: number;
  /** Of a web socket: bytes that were taken and have not come out as messages, and whether it was told to close. */
  held: number;
  came: { messages: number; bytes: number };
  isTold: boolean;
};

/** Adds what the kernel tells now to what was seen of the same connection before. */
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
    // of several requests, those before the upgrade may have had bodies
    held: socket && requests === 1 ? Math.max(0, last.taken - came.bytes) : 0,
    came,
    isTold: false,
  };
}

/** A message that has come out was whole: of what was taken before it, nothing is held any more. */
function hold(seen: Seen, { taken }: KernelSocket, { came: { messages, bytes } }: WatchedSocket): void {
  const more = taken - seen.last.taken;
  const held = seen.held + more - (bytes - seen.came.bytes);
  const isWhole = messages !== seen.came.messages;
  seen.held = Math.max(0, isWhole ? Math.min(held, more) : held);
  if (isWhole) seen.heldLooks = 0;
  seen.came = { messages, bytes };
}
