import type { Coming } from "./frames.ts";

/** One WebSocket. */
export type Wire = {
  /** Sends a frame; while it is not open, nothing is sent. */
  send(frame: object): void;
  isOpen(): boolean;
  /** Lets go of it, without waiting for a good-bye that may take a minute on a dead way. */
  drop(): void;
};

type Told = { opened(): void; came(frame: Coming): void; closed(code: number): void };

/** Opens a WebSocket. Once it was dropped, nothing that it still says is heard. */
export function openWire(url: string, protocols: string[], { opened, came, closed }: Told): Wire {
  const socket = new WebSocket(url, protocols);
  let isDropped = false;
  socket.onopen = () => {
    if (!isDropped) opened();
  };
  socket.onmessage = ({ data }) => {
    if (!isDropped) came(JSON.parse(data));
  };
  socket.onclose = ({ code }) => {
    if (!isDropped) closed(code);
  };
  const isOpen = () => socket.readyState === WebSocket.OPEN;
  return {
    isOpen,
    send(frame) {
      if (isOpen()) socket.send(JSON.stringify(frame));
    },
    drop() {
      isDropped = true;
      socket.close();
    },
  };
}
