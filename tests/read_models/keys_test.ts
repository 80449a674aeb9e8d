import { assert, assertEquals } from "@std/assert";
import { MatchDropped } from "../../events/calls.ts";
import { type AnyProjection, projection, takes } from "../../projections/projection.ts";
import { row } from "../../src/deciding/boundary.ts";
import { tableFold } from "../../src/read_models/fold.ts";
import { oneOfEach } from "../events/one_of_each.ts";
import { apps } from "../support/apps.ts";
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

/** Whether rows are found by these columns without going through all of them. */
function areIndexed({ primaryKey, indexes }: AnyProjection, columns: readonly string[]): boolean {
  if (primaryKey.every((column) => columns.includes(column))) return true;
  return [primaryKey, ...indexes].some((index) =>
    columns.length > 0 && index.length >= columns.length &&
    index.slice(0, columns.length).every((column) => columns.includes(column))
  );
}

Deno.test("the rows that an event touches are found by an index", async () => {
  const events = await oneOfEach();
  const wrong = apps.flatMap(({ projections }) => projections).flatMap((p) => {
    const keys = events.filter((event) => takes(p, event)).flatMap((event) => p.keys(event));
    assert(keys.length > 0, `${p.name} has no key for any sample of its events`);
    const scanned = keys.map((key) => Object.keys(key)).filter((columns) => !areIndexed(p, columns));
    return [...new Set(scanned.map(String))].map((columns) =>
      `${p.name} finds rows by ${columns}: put [${columns}] into its \`indexes\`, or give its whole primary key ` +
      `(${p.primaryKey}). Otherwise each such event goes through the whole table.`
    );
  });
  assertEquals(wrong, []);
});
