import type { Hub, SocketWatch } from "../realtime/hub.ts";
import type { System } from "../system.ts";

/** A session that is over has no sockets, and a person who may not act has none. */
export function closeSockets({ tail }: System, hub: Hub): SocketWatch {
  const stop = tail.on((event) => {
    if (event.type === "SessionEnded") hub.close(event.data.userId, "sessionEnded", event.data.sessionId);
    if (event.type === "AccountSuspended" || event.type === "AccountErased") hub.close(event.data.userId, "barred");
  });
  return { [Symbol.dispose]: stop };
}
