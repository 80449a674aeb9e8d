import type { Door } from "./client.ts";

/** A line to a server that breaks: every connection after a number of bytes, wherever in a frame that is. */
export type FlakyLine = AsyncDisposable & Door & {
  /** Where new connections lead. */
  leadTo(door: Door): void;
  /** Breaks no more. */
  mend(): void;
  /** How many connections it broke. */
  broken(): number;
};

/** Lays a line to a server. `bytes` says after how many from the server each connection breaks. */
export function flakyLine(door: Door, bytes: () => number): FlakyLine {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.TcpConn>();
  const running = new Set<Promise<void>>();
  let target = door;
  let isMended = false;
  let broken = 0;

  function hangUp(...ends: Deno.TcpConn[]): void {
    for (const end of ends) if (open.delete(end)) end.close();
  }

  /** Passes bytes on until either end is gone, or so many have passed. */
  async function pass(from: Deno.TcpConn, to: Deno.TcpConn, budget: number): Promise<void> {
    const buffer = new Uint8Array(16_384);
    for (let left = budget; left > 0;) {
      const read = await from.read(buffer);
      if (read === null) return;
      const some = buffer.subarray(0, isMended ? read : Math.min(read, left));
      for (let sent = 0; sent < some.length;) sent += await to.write(some.subarray(sent));
      if (!isMended) left -= some.length;
    }
    broken++;
  }

  async function join(client: Deno.TcpConn): Promise<void> {
    open.add(client);
    const server = await Deno.connect({ hostname: "127.0.0.1", port: Number(new URL(target.url).port) })
      .catch(() => undefined);
    if (!server) return hangUp(client);
    open.add(server);
    const both = [pass(client, server, Infinity), pass(server, client, Math.floor(bytes()))];
    // an end that is gone, or is closed under a read, is what this is for
    await Promise.race(both).catch(() => {});
    hangUp(client, server);
    await Promise.allSettled(both);
  }

  const accepting = (async () => {
    for await (const client of listener) {
      const joined = join(client).finally(() => running.delete(joined));
      running.add(joined);
    }
  })();

  return {
    url: `http://127.0.0.1:${listener.addr.port}`,
    leadTo: (door) => void (target = door),
    mend: () => void (isMended = true),
    broken: () => broken,
    async [Symbol.asyncDispose]() {
      listener.close();
      hangUp(...open);
      await accepting;
      await Promise.all(running);
    },
  };
}
