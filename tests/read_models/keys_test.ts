import { assertEquals } from "@std/assert";
import { MatchDropped } from "../../events/calls.ts";
import { projection } from "../../projections/projection.ts";
import { row } from "../../src/deciding/boundary.ts";
import { tableFold } from "../../src/read_models/fold.ts";
import "../../src/apps.ts";
import { recorded } from "../support/given.ts";

/** Whom each person saw last: two rows of one event, and each can tell by its key whose it is. */
const lastSeen = projection({
  name: "last_seen",
  version: 1,
  columns: { user_id: "bigint", seen_id: "bigint" },
  primaryKey: ["user_id"],
  types: ["MatchDropped"],
  tag: (key) => `user:${key.user_id}`,
  keys: ({ data: { userIds: [one, two] } }) => [{ user_id: one }, { user_id: two }],
  evolve: (_row, { data: { userIds: [one, two] } }, { user_id }) => ({ user_id, seen_id: user_id === one ? two : one }),
});

const history = recorded([
  MatchDropped({ matchId: 1, userIds: [7, 9], reason: "expired", by: null, requeued: [] }),
]);

Deno.test("a row's first event says by its key whose row it is", async () => {
  const fold = tableFold(lastSeen);
  await fold.fold(history, () => Promise.resolve([]));
  assertEquals(fold.takeChanges().inserts, [{ user_id: 7, seen_id: 9 }, { user_id: 9, seen_id: 7 }]);
});

Deno.test("a decision folds a row by the same key", () => {
  for (const [mine, theirs] of [[7, 9], [9, 7]]) {
    const { evolve, initial } = row(lastSeen, { user_id: mine });
    assertEquals(history.reduce(evolve, initial), { user_id: mine, seen_id: theirs });
  }
});
