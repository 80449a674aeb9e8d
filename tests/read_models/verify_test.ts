import { assert, assertEquals } from "@std/assert";
import { AccountErased } from "../../events/accounts.ts";
import { CallEnded, CallStarted, MatchSettingsSaved } from "../../events/calls.ts";
import type { NewEvent } from "../../events/event.ts";
import { GemsCharged } from "../../events/gems.ts";
import type { Event } from "../../events/vocabulary.ts";
import { callSessions } from "../../projections/calls/call_sessions.ts";
import { gemBalances } from "../../projections/gems/gem_balances.ts";
import { gemTransactions } from "../../projections/gems/gem_transactions.ts";
import { matchSettings } from "../../projections/calls/match_settings.ts";
import { checkBalances } from "../../src/gems/invariants/balances.ts";
import type { Log } from "../../src/log/log.ts";
import { rebuild } from "../../src/read_models/rebuild.ts";
import { openRegistry, tablesOf } from "../../src/read_models/registry.ts";
import { projectPage } from "../../src/read_models/runner.ts";
import { verify } from "../../src/read_models/verify.ts";
import { testDatabase } from "../support/database.ts";
import { at, noon } from "../support/given.ts";

const people = 12_000;
const projections = [callSessions, gemBalances, gemTransactions];

const charged = (userId: number) =>
  GemsCharged({
    entryId: userId,
    userId,
    amount: userId,
    balanceAfter: userId,
    provider: "development",
    productId: "gems_100",
    paymentHash: `payment of user ${userId}`,
    at: at(userId),
  });
const call = { callId: 5, matchId: 7, userIds: [1, 2] as [number, number] };

/** A log in memory, as far as reading goes. */
function logOf(events: NewEvent[]): Log {
  const recorded = events.map((event, n) =>
    ({
      ...event,
      position: n + 1,
      recordedAt: noon,
      meta: { actor: null, correlationId: "", app: "calls" },
    }) as Event
  );
  const refused = () => Promise.reject(new Error("This log can only be read."));
  return {
    id: "log",
    append: refused,
    subscribe: refused,
    head: () => Promise.resolve(recorded.length),
    olderThan: refused,
    read: ({ after, limit }) => Promise.resolve(recorded.slice(after, after + limit)),
  };
}

Deno.test("a table is compared with the log row by row", async (t) => {
  await using database = await testDatabase();
  const { sql } = database;
  const log = logOf([
    ...Array.from({ length: people }, (_, n) => charged(n + 1)),
    CallStarted({ ...call, startedBy: 1, startedAt: at(0) }),
    CallEnded({ ...call, reason: "hung_up", endedAt: at(3.25), durationSec: 3 }),
  ]);
  await rebuild({ sql, log, projections, signal: new AbortController().signal });
  const registry = await openRegistry(sql, projections);
  const check = (p: (typeof projections)[number], differences?: number) =>
    verify({ sql, log, projection: p, table: registry.tableName(p), differences });

  await t.step("nothing differs, whatever a time's spelling", async () => {
    assertEquals(await check(callSessions), { rows: 1, position: people + 2, wrong: 0, differences: [] });
    assertEquals(await check(gemTransactions), { rows: people, position: people + 2, wrong: 0, differences: [] });
    assertEquals(await checkBalances(registry, log), []);
  });

  await t.step("values, missing rows and extra rows are found on every page", async () => {
    const table = sql(registry.tableName(gemBalances));
    await sql`UPDATE ${table} SET balance = 8 WHERE user_id = 7`;
    await sql`DELETE FROM ${table} WHERE user_id IN (3, 11000)`;
    await sql`INSERT INTO ${table} (user_id, balance) VALUES (20000, 1)`;
    const { rows, wrong, differences } = await check(gemBalances);
    assertEquals({ rows, wrong }, { rows: people + 1, wrong: 4 });
    assertEquals(differences, [
      { kind: "different", key: { user_id: 7 }, column: "balance", stored: 8, folded: 7 },
      { kind: "extra", key: { user_id: 20000 } },
      { kind: "missing", key: { user_id: 3 } },
      { kind: "missing", key: { user_id: 11000 } },
    ]);
    assertEquals((await checkBalances(registry, log)).sort(), [
      "user 11000 has null gems, the ledger adds up to 11000, the log to 11000",
      "user 20000 has 1 gems, the ledger adds up to 0, the log to null",
      "user 3 has null gems, the ledger adds up to 3, the log to 3",
      "user 7 has 8 gems, the ledger adds up to 7, the log to 7",
    ]);
  });

  await t.step("only the first differences are described, all are counted", async () => {
    const { wrong, differences } = await check(gemBalances, 1);
    assertEquals([wrong, differences.length], [4, 1]);
  });

  await t.step("a microsecond is a difference", async () => {
    const table = sql(registry.tableName(callSessions));
    await sql`UPDATE ${table} SET ended_at = ended_at + interval '1 microsecond'`;
    const { differences } = await check(callSessions);
    assertEquals(differences, [{
      kind: "different",
      key: { id: 5 },
      column: "ended_at",
      stored: "2026-03-01T12:00:03.250001+00:00",
      folded: "2026-03-01T12:00:03.250Z",
    }]);
  });

  await registry.close();
});

Deno.test("what an erasure took is no difference of a table that does not know the erasure yet", async () => {
  await using database = await testDatabase();
  const { sql } = database;
  const wanted = MatchSettingsSaved({ userId: 7, preferredGender: "all", ageRange: [19, 99], radiusKm: null });
  const unreadable = { ...wanted, data: { ...wanted.data, preferredGender: null } };
  await rebuild({ sql, log: logOf([wanted]), projections: [matchSettings], signal: new AbortController().signal });
  const [{ table_name: table }] = await tablesOf(sql, [matchSettings]);

  const later = logOf([unreadable, AccountErased({ userId: 7, usernameHash: null, emailHash: null })]);
  const checked = await verify({
    sql,
    projection: matchSettings,
    table,
    log: {
      read: later.read,
      async head() {
        const events = await later.read({ after: 1, limit: 10 });
        assert(
          await projectPage(sql, {
            projections: [matchSettings],
            tables: await tablesOf(sql, [matchSettings]),
            events,
          }),
        );
        return later.head();
      },
    },
  });
  assertEquals(checked, { rows: 0, position: 2, wrong: 0, differences: [] });
});
