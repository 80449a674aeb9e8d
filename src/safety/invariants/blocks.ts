import { tag } from "../../../events/event.ts";
import type { safetyEvents } from "../../../events/safety.ts";
import { ignored, type Invariant } from "../../app/invariants.ts";

/**
 * Between two people with a block in force nothing begins or goes on in any app, and nothing is done. What that is, each
 * app says of its events; see `begins`.
 */
export const blocks: Invariant<keyof typeof safetyEvents> = {
  says: "nothing begins, goes on or is done between people with a block in force",
  begin(note, { begins }) {
    /** The blocks in force, by pair. */
    const blocks = new Map<string, Set<number>>();
    /** What two people have open: `match 7`, `call 5`. */
    const open = new Map<string, string>();
    return {
      before(event) {
        const between = begins(event)?.between;
        if (!between) return;
        const pair = tag.pair(between.two);
        const inForce = blocks.get(pair);
        if ("closes" in between) open.delete(pair);
        if ("does" in between && inForce?.size) note(event, `${between.does} past block ${[...inForce]}`);
        if (!("opens" in between)) return;
        open.set(pair, between.opens);
        if (!inForce?.size) return;
        note(event, `${event.type} of ${between.opens} begins between two with block ${[...inForce]}`);
      },
      on: {
        ...ignored("PersonReported", "ReportResolved", "EvidenceErased"),
        PersonBlocked(event) {
          const { blockId, blockerId, blockedId } = event.data;
          const pair = tag.pair([blockerId, blockedId]);
          blocks.set(pair, new Set(blocks.get(pair)).add(blockId));
          if (open.has(pair)) note(event, `user ${blockerId} blocks user ${blockedId}, and ${open.get(pair)} goes on`);
        },
        PersonUnblocked(event) {
          const { blockId, blockerId, blockedId } = event.data;
          const found = blocks.get(tag.pair([blockerId, blockedId]))?.delete(blockId);
          if (!found) note(event, `user ${blockerId} takes block ${blockId} back, which is not in force`);
        },
      },
    };
  },
};
