import { type Refusal, refuse } from "../refusals.ts";

/** How many bytes the bodies of requests that are not answered yet may have: those of one address, and all. */
export type BodyRoomLimits = { heldPerAddress: number; heldInAll: number };

/** The room that one request's body takes, until it is disposed of. */
export type HeldBody = Disposable & {
  /** Takes room for more bytes, or says why there is none. */
  take(bytes: number): Refusal | undefined;
};

/** Makes the room of a process. Each body is bounded by itself, but many at once would fill the memory all the same. */
export function makeBodyRoom({ heldPerAddress, heldInAll }: BodyRoomLimits): { open(address: string): HeldBody } {
  const byAddress = new Map<string, number>();
  let all = 0;

  function hold(address: string, bytes: number): void {
    all += bytes;
    const held = (byAddress.get(address) ?? 0) + bytes;
    if (held > 0) byAddress.set(address, held);
    else byAddress.delete(address);
  }

  return {
    open(address) {
      let taken = 0;
      return {
        take(bytes) {
          if ((byAddress.get(address) ?? 0) + bytes > heldPerAddress) return refuse("request.too_many", { seconds: 5 });
          if (all + bytes > heldInAll) return refuse("server.busy", { seconds: 5 });
          taken += bytes;
          hold(address, bytes);
          return undefined;
        },
        [Symbol.dispose]() {
          hold(address, -taken);
          taken = 0;
        },
      };
    },
  };
}
