import { z } from "zod";

const answer = z.looseObject({
  id: z.int().optional(),
  method: z.string().optional(),
  sessionId: z.string().optional(),
  params: z.record(z.string(), z.unknown()).optional(),
  result: z.unknown().optional(),
  error: z.looseObject({ message: z.string() }).optional(),
});

/** A connection to a browser by the Chrome DevTools Protocol. */
export type DevTools = {
  /** Sends a command, to a session where one is named; answers its result. */
  send(method: string, params?: Record<string, unknown>, sessionId?: string): Promise<unknown>;
  /** Told each event of a session. */
  onEvent(sessionId: string, handle: (method: string, params: Record<string, unknown>) => void): void;
  /** Once the connection is closed, by whoever. */
  closed: Promise<void>;
};

/** Connects to a browser that listens for the Chrome DevTools Protocol. */
export async function connectDevTools(url: string): Promise<DevTools> {
  const socket = new WebSocket(url);
  const asked = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  const listeners = new Map<string, (method: string, params: Record<string, unknown>) => void>();
  const closed = Promise.withResolvers<void>();
  let count = 0;

  socket.onmessage = ({ data }) => {
    const { id, method, sessionId = "", params = {}, result, error } = answer.parse(JSON.parse(data));
    if (id === undefined) return void (method && listeners.get(sessionId)?.(method, params));
    const waiting = asked.get(id);
    asked.delete(id);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(result);
  };
  // a close follows
  socket.onerror = () => {};
  socket.onclose = () => {
    for (const { reject } of asked.values()) reject(new Error("The browser is gone."));
    asked.clear();
    closed.resolve();
  };
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    closed.promise.then(() => reject(new Error(`There is no browser at ${url}.`)));
  });

  return {
    closed: closed.promise,
    onEvent: (sessionId, handle) => void listeners.set(sessionId, handle),
    send(method, params = {}, sessionId) {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const id = ++count;
      asked.set(id, { resolve, reject });
      socket.send(JSON.stringify({ id, method, params, sessionId }));
      return promise;
    },
  };
}
