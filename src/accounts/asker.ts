import { type Asker, SYSTEM } from "../deciding/command.ts";

/** Who asks for what follows from a request: an Idempotency-Key is for the request's own command. */
export function followerOf(request: Parameters<typeof askerOf>[0]): Asker {
  return { ...askerOf(request), idempotencyHash: undefined };
}

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
