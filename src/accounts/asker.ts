import { type Asker, SYSTEM } from "../deciding/command.ts";

/** Who asks, from a request: the person, and what ties its events together. */
export function askerOf(request: {
  user?: { userId: number };
  meta: { correlationId: string; looks?: boolean; idempotency?: { hash: string } };
}): Asker {
  return {
    me: request.user?.userId ?? SYSTEM,
    correlationId: request.meta.correlationId,
    idempotencyHash: request.meta.idempotency?.hash,
    looks: request.meta.looks,
  };
}
