import type { App } from "./app.ts";

/** A server that listens. */
export type Served = {
  url: string;
  port: number;
  /**
   * Stops: takes no more connections, ends long-polls by the `stopping` signal, lets requests under way finish for
   * `graceSec` and cuts off what is left.
   */
  stop(): Promise<void>;
};

/** Listens on a host and a port (0: a free one). `stopping` is the controller whose signal the app was made with. */
export function serve(
  app: App,
  { host, port, stopping, graceSec = 8 }: { host: string; port: number; stopping?: AbortController; graceSec?: number },
): Served {
  const cutOff = new AbortController();
  const server = Deno.serve(
    { hostname: host, port, signal: cutOff.signal, onListen: () => {} },
    (request, info) => app.fetch(request, { remoteAddr: info.remoteAddr }),
  );
  const shown = host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${shown}:${server.addr.port}`,
    port: server.addr.port,
    async stop() {
      stopping?.abort();
      const timer = setTimeout(() => cutOff.abort(), graceSec * 1000);
      await server.shutdown();
      await server.finished;
      clearTimeout(timer);
    },
  };
}
