const newline = "\n".charCodeAt(0);
const memory = "m".charCodeAt(0);

/** Calls `fanOut` for each line that comes in, writes the bytes of memory held for each `m`; returns when no more come. */
export async function takeOrders(fanOut: () => void): Promise<void> {
  // there with --expose-gc: what nobody holds any more is no part of what a socket takes
  const collect = Reflect.get(globalThis, "gc") as (() => void) | undefined;
  for await (const bytes of Deno.stdin.readable) {
    for (const byte of bytes) {
      if (byte === newline) fanOut();
      if (byte !== memory) continue;
      collect?.();
      console.log(JSON.stringify({ bytes: Deno.memoryUsage().rss }));
    }
  }
}
