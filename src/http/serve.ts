import type { App } from "./app.ts";
import type { Doors } from "./doors.ts";
import { secure } from "./headers.ts";
import { peerName } from "./kernel_sockets.ts";

/** A server that listens. */
export type Served = {
  url: string;
  port: number;
  /**
   * Stops: takes no more connections, ends long-polls by the `stopping` signal, lets requests under way finish for
   * `graceSec`, and answers 503 to what is left. Sockets are closed by `closeSockets`, before the connections are cut.
   */
  stop(): Promise<void>;
};

/** Listens on a host and a port (0: a free one). `stopping` is the controller whose signal the app was made with. */
export function serve(
  app: App,
  { host, port, doors, stopping, closeSockets, graceSec = 8 }: {
    host: string;
    port: number;
    /** Bounds the connections. Absent: unbounded. */
    doors?: Doors;
    stopping?: AbortController;
    closeSockets?: () => Promise<void>;
    graceSec?: number;
  },
): Served {
  const open = new Set<(response: Response) => void>();
  const server = listen({ hostname: host, port, onListen: () => {} }, (request, info) => {
    const { remoteAddr } = info;
    const peer = peerName(remoteAddr);
    const answered = doors?.requested(peer);
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    open.add(resolve);
    Promise.resolve(app.fetch(request, { remoteAddr, peer })).then(resolve, reject)
      .finally(() => {
        open.delete(resolve);
        answered?.();
      });
    return promise;
  });
  doors?.open(server.addr.port);
  const shown = host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${shown}:${server.addr.port}`,
    port: server.addr.port,
    async stop() {
      stopping?.abort();
      await closeSockets?.();
      // Deno cannot cut a server off once it shuts down gracefully, so what hangs is answered instead.
      const cutOff = setTimeout(() => open.forEach((answer) => answer(cutShort())), graceSec * 1000);
      let giveUp: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<void>((resolve) => giveUp = setTimeout(resolve, graceSec * 1000 + 500));
      await Promise.race([server.shutdown(), late]);
      clearTimeout(cutOff);
      clearTimeout(giveUp);
    },
  };
}

/** @throws with what to do about it when the address is taken */
function listen(options: Deno.ServeTcpOptions, handler: Deno.ServeHandler<Deno.NetAddr>) {
  try {
    return Deno.serve(options, handler);
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    const { hostname, port } = options;
    throw new Error(
      `Something listens on ${hostname}:${port} already: set PORT to another port, or to 0 for a free one.`,
    );
  }
}

function cutShort(): Response {
  const headers = new Headers({ "retry-after": "1", connection: "close" });
  secure(headers, { https: false });
  return new Response(null, { status: 503, headers });
}
