import { assert, assertEquals } from "@std/assert";
import type { Sql } from "postgres";
import { audit } from "../../src/audit/audit.ts";
import { headKey } from "../../src/audit/head_key.ts";
import { headsFile } from "../../src/audit/heads.ts";
import { headSigner } from "../../src/audit/signer.ts";
import { command, fact, type House, openHouse, upTo } from "../log/house.ts";
import { noon } from "../support/given.ts";
import { rechain, tamper } from "./tampering.ts";

const key = headKey({ derive: () => new Uint8Array(32).fill(9) });
const strangers = headKey({ derive: () => new Uint8Array(32).fill(8) });

/** A log of 30 events in batches of 1 and 4, its heads signed on the way. */
async function auditedLog() {
  const house = await openHouse();
  const dataDir = await Deno.makeTempDir({ prefix: "inyeon-audit-" });
  /** A signer that has never signed, as after a start. */
  const sign = (by = key) => signerOf(house, dataDir, by)();
  for (const n of upTo(6)) {
    await house.log.append(command([fact(n)]));
    await house.log.append(command(upTo(4).map((m) => fact(10 * n + m))));
    if (n % 2 === 0) await sign();
  }
  return {
    ...house,
    dataDir,
    sign,
    heads: headsFile(dataDir),
    audit: () => audit({ sql: house.sql, key, heads: headsFile(dataDir) }),
    async [Symbol.asyncDispose]() {
      await house[Symbol.asyncDispose]();
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}

function signerOf({ sql, log }: House, dataDir: string, by: typeof key) {
  const report = (_: string, error: unknown) => {
    throw error;
  };
  return headSigner({ sql, log: log.id, dataDir, key: by, now: () => noon, report });
}

const rewritten = "was rewritten or removed: the head signed at 2026-03-01T12:00:00.000Z is no longer on the chain";

type Manipulation = { act: (sql: Sql) => Promise<unknown>; found: [from: number, to: number, problem: string][] };

const manipulations: Record<string, Manipulation> = {
  "an event changed": {
    act: (sql) => sql`UPDATE events SET data = data || '{"userId": 99}' WHERE position = 11`,
    found: [[11, 11, "the hash does not fit"]],
  },
  "an event's time changed, inside a batch": {
    act: (sql) => sql`UPDATE events SET recorded_at = recorded_at + interval '1 microsecond' WHERE position = 13`,
    found: [[12, 15, "1 events have another time"]],
  },
  "an event removed": {
    act: async (sql) => {
      await sql`DELETE FROM events WHERE position IN (13, 14)`;
      await sql`DELETE FROM event_tags WHERE position IN (13, 14)`;
    },
    found: [[13, 14, "are missing"]],
  },
  "an event removed with its batch": {
    act: async (sql) => {
      await sql`DELETE FROM events WHERE position = 11`;
      await sql`DELETE FROM event_tags WHERE position = 11`;
      await sql`DELETE FROM log_batches WHERE last_position = 11`;
    },
    found: [[11, 11, "is missing"]],
  },
  "an event inserted behind the head": {
    act: (sql) =>
      sql`INSERT INTO events SELECT 31, type, version, '{}', data, meta, recorded_at FROM events WHERE position = 30`,
    found: [[31, 31, "an event without a batch"]],
  },
  "an event inserted with a batch of its own": {
    act: async (sql) => {
      await sql`INSERT INTO events SELECT 31, type, version, '{}', data, meta, recorded_at FROM events WHERE position = 30`;
      await sql`INSERT INTO log_batches SELECT 31, gen_random_uuid(), results, recorded_at, hash FROM log_batches
        WHERE last_position = 30`;
    },
    found: [[31, 31, "the hash does not fit"]],
  },
  "two events swapped": {
    act: async (sql) => {
      for (const [from, to] of [[6, 1006], [11, 6], [1006, 11]]) {
        await sql`UPDATE events SET position = ${to} WHERE position = ${from}`;
        await sql`UPDATE event_tags SET position = ${to} WHERE position = ${from}`;
      }
    },
    found: [[6, 6, "1 events have another time"], [11, 11, "1 events have another time"]],
  },
  "a tag taken away": {
    act: (sql) => sql`DELETE FROM event_tags WHERE position = 11`,
    found: [[11, 11, "the tag user:3 does not fit"]],
  },
  "the tail rewritten, its chain computed again": {
    act: async (sql) => {
      await sql`UPDATE events SET data = data || '{"userId": 99}' WHERE position = 16`;
      await rechain(sql, 16);
    },
    found: [[11, 20, `${rewritten} (and 1 more signed heads)`]],
  },
  "the tail removed": {
    act: async (sql) => {
      await sql`DELETE FROM events WHERE position > 25`;
      await sql`DELETE FROM event_tags WHERE position > 25`;
      await sql`DELETE FROM log_batches WHERE last_position > 25`;
    },
    found: [[21, 30, rewritten]],
  },
  "the whole log rewritten under another id": {
    act: async (sql) => {
      await sql`UPDATE log SET id = 'aaaaaaaa-0000-4000-8000-000000000000'`;
      await rechain(sql, 1);
    },
    found: [[
      0,
      0,
      "3 signed heads are of log LOG, and this log is aaaaaaaa-0000-4000-8000-000000000000 and does not come from it",
    ]],
  },
};

for (const [name, { act, found }] of Object.entries(manipulations)) {
  Deno.test(`an audit finds ${name}`, async () => {
    await using house = await auditedLog();
    assertEquals((await house.audit()).findings, []);
    await tamper(house.url, act);
    const { wrong, findings } = await house.audit();
    const expected = found.map(([from, to, problem]) => ({ from, to, problem: problem.replace("LOG", house.log.id) }));
    assertEquals(findings, expected);
    assertEquals(wrong, found.length);
  });
}

Deno.test("an audit finds nothing on a good log, also while it grows", async () => {
  await using house = await auditedLog();
  let auditing = true;
  const appending = upTo(4).map(async (writer) => {
    for (let n = 0; auditing; n++) {
      await house.log.append(command(upTo(1 + n % 3).map(() => fact(writer))));
      if (n % 20 === 0 && writer === 1) await house.sign();
    }
  });
  let audits = 0;
  for (const until = performance.now() + 2_000; performance.now() < until; audits++) {
    const { findings, heads } = await house.audit();
    assertEquals(findings, []);
    assert(heads >= 3);
  }
  auditing = false;
  await Promise.all(appending);
  assert(audits > 1, "the log was audited once only");
  const { head, findings } = await house.audit();
  assertEquals({ head, findings }, { head: await house.log.head(), findings: [] });
});

Deno.test("a head is signed only when the log has moved", async () => {
  await using house = await auditedLog();
  const lines = async () => (await Deno.readTextFile(house.heads)).trim().split("\n").length;
  assertEquals(await lines(), 3);
  await house.sign();
  assertEquals(await lines(), 3);
  const sign = signerOf(house, house.dataDir, key);
  await house.log.append(command([fact(1)]));
  await sign();
  await house.log.append(command([fact(1)]));
  await sign(); // within the same minute
  assertEquals(await lines(), 4);
});

Deno.test("a signed head that was forged or broken is found, one that is half written is not yet there", async () => {
  await using house = await auditedLog();
  await Deno.writeTextFile(house.heads, '{"log":"', { append: true });
  assertEquals((await house.audit()).findings, []);
  await house.log.append(command([fact(1)]));
  await house.sign();
  assertEquals((await house.audit()).heads, 4);
  assertEquals((await house.audit()).findings, []);

  await house.log.append(command([fact(1)]));
  await house.sign(strangers);
  await Deno.writeTextFile(house.heads, "what\n", { append: true });
  assertEquals((await house.audit()).findings.map(({ problem }) => problem), [
    `line 5 of ${house.heads} is not signed by us`,
    `line 6 of ${house.heads} is no signed head`,
  ]);
});
