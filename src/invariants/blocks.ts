import { tag } from "../../events/event.ts";
import type { Check, Note } from "./check.ts";

/** Between two people with a block in force nothing is open, and no offer, match, call or message begins, nor is a message said to be read. */
export function checkBlocks(note: Note): Check {
  /** The blocks in force, by pair. */
  const blocks = new Map<string, Set<number>>();
  /** What two people have open: `match 7`, `call 5`. */
  const open = new Map<string, string>();
  return {
    see(event) {
      switch (event.type) {
        case "PersonBlocked": {
          const { blockId, blockerId, blockedId } = event.data;
          const pair = tag.pair([blockerId, blockedId]);
          blocks.set(pair, new Set(blocks.get(pair)).add(blockId));
          if (open.has(pair)) note(event, `user ${blockerId} blocks user ${blockedId}, and ${open.get(pair)} goes on`);
          return;
        }
        case "PersonUnblocked": {
          const { blockId, blockerId, blockedId } = event.data;
          const found = blocks.get(tag.pair([blockerId, blockedId]))?.delete(blockId);
          if (!found) note(event, `user ${blockerId} takes block ${blockId} back, which is not in force`);
          return;
        }
        case "MatchOffered":
        case "MatchMade":
        case "CallStarted": {
          const pair = tag.pair(event.data.userIds);
          const what = event.type === "CallStarted" ? `call ${event.data.callId}` : `match ${event.data.matchId}`;
          open.set(pair, what);
          const between = blocks.get(pair);
          if (between?.size) note(event, `${event.type} of ${what} begins between two with block ${[...between]}`);
          return;
        }
        case "MessageSent": {
          const between = blocks.get(tag.pair(event.data.userIds));
          if (between?.size) note(event, `message ${event.data.messageId} is sent past block ${[...between]}`);
          return;
        }
        case "MessagesRead": {
          const { userIds, readerId, upTo, told } = event.data;
          const between = blocks.get(tag.pair(userIds));
          if (told && between?.size) {
            note(event, `that user ${readerId} has read message ${upTo} is told past block ${[...between]}`);
          }
          return;
        }
        case "MatchDropped":
        case "MatchLapsed":
        case "CallEnded":
          open.delete(tag.pair(event.data.userIds));
      }
    },
  };
}
