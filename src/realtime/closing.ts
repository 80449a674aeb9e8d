import { closeCodes, type CloseReason } from "./close_codes.ts";

/** A client to be closed is first heard out until it pauses, but not for ever. */
const quietMs = 30;
const hearOutMs = 500;
/** A client that does not answer the close within this time is cut off. */
const answerMs = 2_000;

/** How a socket ends. */
export type Closing = {
  /** Tells the client why, and makes sure that the connection is gone soon after. Later calls do nothing. */
  close(reason: CloseReason): void;
  /** Call when the connection is gone. */
  gone(): void;
};

/**
 * Closes a socket for good. If frames arrive after a close, Deno resets the connection and the client never reads why, so
 * it is heard out first.
 *
 * @param heardAtMs when the last frame came
 * @param cut ends the connection without the client's help
 */
export function makeClosing(socket: WebSocket, heardAtMs: () => number, cut: () => void): Closing {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosing = false;

  function hangUp(reason: CloseReason, atTheLatest: number, quietLooks: number): void {
    const now = performance.now();
    const heard = heardAtMs();
    if (now >= atTheLatest || quietLooks === 2 || now - heard > hearOutMs) {
      if (socket.readyState === WebSocket.OPEN) socket.close(closeCodes[reason], reason);
      timer = setTimeout(cut, answerMs);
      return;
    }
    // checked twice: after a stalled process, the timer fires before the waiting frames are read
    timer = setTimeout(() => hangUp(reason, atTheLatest, heardAtMs() === heard ? quietLooks + 1 : 0), quietMs);
  }

  return {
    close(reason) {
      if (isClosing) return;
      isClosing = true;
      hangUp(reason, performance.now() + hearOutMs, 0);
    },
    gone() {
      isClosing = true;
      clearTimeout(timer);
    },
  };
}
