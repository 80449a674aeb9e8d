import { type Refusal, refuse } from "../answers/refusals.ts";

/** Bytes that the bodies of unanswered requests may hold, per address and in all. */
export type BodyRoomLimits = { heldPerAddress: number; heldInAll: number };

/** The room taken by one request's body, until disposed. */
export type HeldBody = Disposable & {
  /** Takes room for more bytes, or refuses. */
  take(bytes: number): Refusal | undefined;
};

/** Makes the room of a process. Each body has its own limit, but many at once could still fill the memory. */
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
