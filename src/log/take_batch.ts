import type { Pending } from "./pending.ts";

type Sized = Pending & { bytes: number };

/** The most commands in one batch. */
export const commandsPerBatch = 512;
/** Commands that must wait for the next batch, passed over while filling one. */
const heldAtMost = 512;
const bytesPerBatch = 4_000_000;

/**
 * The commands from the queue's front that may stand in one batch, and those that wait: one that is guarded against an
 * event in front of it keeps its place in the queue.
 */
export function takeBatch<C extends Sized>(queue: readonly C[], limit: number): { batch: C[]; rest: C[] } {
  const batch: C[] = [];
  const held: C[] = [];
  const seen = new Map<string, { type: string; tags: readonly string[] }[]>();
  let bytes = 0;
  let n = 0;
  for (; n < queue.length && batch.length < limit && bytes < bytesPerBatch; n++) {
    if (held.length === heldAtMost) break;
    const command = queue[n];
    if (isGuardedAgainst(command, seen)) {
      held.push(command);
      continue;
    }
    batch.push(command);
    bytes += command.bytes;
    for (const event of command.events) {
      for (const tag of event.tags) {
        const others = seen.get(tag);
        if (others) others.push(event);
        else seen.set(tag, [event]);
      }
    }
  }
  return { batch, rest: [...held, ...queue.slice(n)] };
}

/** Whether a command is guarded against an event that stands before it in the batch. */
function isGuardedAgainst(command: Pending, seen: Map<string, { type: string; tags: readonly string[] }[]>): boolean {
  return command.guards.some(({ any }) =>
    any.some(({ types, tags }) =>
      seen.get(tags[0])?.some((event) =>
        (!types || (types as readonly string[]).includes(event.type)) && tags.every((tag) => event.tags.includes(tag))
      )
    )
  );
}
