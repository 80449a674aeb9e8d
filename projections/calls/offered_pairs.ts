import { tag } from "../../events/event.ts";
import { projection } from "../projection.ts";
import { pairKey } from "../two.ts";

/** When two people were last shown each other: within the cooldown they are not again. No row: never. */
export const offeredPairs = projection({
  name: "offered_pairs",
  version: 1,
  columns: {
    /** The smaller id. */
    user1_id: "bigint",
    user2_id: "bigint",
    last_offered_at: "timestamptz",
  },
  primaryKey: ["user1_id", "user2_id"],
  types: ["MatchOffered"],
  tag: (key) => tag.pair([Number(key.user1_id), Number(key.user2_id)]),
  keys: (event) => [pairKey(event.data.userIds)],
  evolve: (_row, event) => ({ ...pairKey(event.data.userIds), last_offered_at: event.data.offeredAt }),
});
