import { closeCodes, type CloseReason } from "./close_codes.ts";

/** A client that is closed is heard out until it is quiet for a moment, but not for ever. */
const quietMs = 30;
const hearOutMs = 500;
/** A client that answers the close does so in this time; one that does not is cut off. */
const answerMs = 2_000;

/** How a socket ends. */
export type Closing = {
  /** Tells the client why, and sees to it that the connection is gone soon after. Once. */
  close(reason: CloseReason): void;
  /** To be called when the connection is gone. */
  gone(): void;
};

/**
 * Closes a socket for good. Frames that come after a close make Deno reset the connection, and the client would never
 * read why: so it is heard out first.
 *
 * @param heardAtMs when the last frame came
 * @param cut ends the connection, whatever the client does
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
    // twice: of a process that stood still, the timer comes before the frames that wait
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
