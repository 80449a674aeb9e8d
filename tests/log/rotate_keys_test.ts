import { assert, assertEquals } from "@std/assert";
import { personalKeys } from "../../src/log/personal.ts";
import type { WrappingKey } from "../../src/log/wrapping.ts";
import { rotateKeys } from "../../src/log/rotate_keys.ts";
import { connect } from "../../src/database/connect.ts";
import { eventually } from "../support/eventually.ts";
import { type Installation, testInstallation } from "../support/server.ts";
import { testDatabase } from "../support/database.ts";
import { upTo } from "./house.ts";

const masterKey = (id: string): WrappingKey => ({ id, key: crypto.getRandomValues(new Uint8Array(32)) });
const [old, older, next] = [masterKey("old"), masterKey("older"), masterKey("next")];
const never = new AbortController().signal;
const variable = (keys: WrappingKey[]) => keys.map(({ id, key }) => `${id}:${key.toBase64()}`).join();

function task({ databaseUrl, dataDir }: Installation, keys: WrappingKey[]) {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-check", "--no-prompt", "-P=server", "src/tasks/rotate_keys.ts"],
    env: { DATABASE_URL: databaseUrl, DATA_DIR: dataDir, INYEON_MASTER_KEYS: variable(keys) },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

async function run(...of: Parameters<typeof task>): Promise<{ code: number; said: string }> {
  const { code, stdout, stderr } = await task(...of).output();
  return { code, said: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

Deno.test("every key comes under the first master key, and opens what it opened before", async () => {
  await using database = await testDatabase();
  const { sql } = database;
  const made = await personalKeys(sql, [old]).forSealing(new Set([...upTo(1_200), -1, -2]));
  const before = await personalKeys(sql, [older, old]).forSealing(new Set([2_000]));
  const seen: [number, number][] = [];
  const wrapped = await rotateKeys({
    sql,
    wrapping: [next, old, older],
    signal: never,
    progress: (done, total) => seen.push([done, total]),
  });
  assertEquals(wrapped, [{ id: "next", keys: 1_203 }]);
  assertEquals(seen, [[500, 1_203], [1_000, 1_203], [1_203, 1_203]]);
  const keys = await personalKeys(sql, [next]).load(new Set([...made.keys(), 2_000]));
  assertEquals(keys, new Map([...made, ...before]));
});

Deno.test("a key that changes meanwhile is not overwritten, and one of an unknown master key is left", async () => {
  await using database = await testDatabase();
  const { sql } = database;
  await personalKeys(sql, [old]).forSealing(new Set(upTo(600)));
  const foreign = await personalKeys(sql, [older]).forSealing(new Set([700]));
  const wrapped = await rotateKeys({
    sql: meanwhile(sql, async () => {
      // between the page that was read and its writing: one is forgotten, another was rotated by someone else
      await personalKeys(sql, [old]).erase(3);
      await sql`UPDATE personal_keys SET wrapped = 'other' WHERE subject = 4`;
    }),
    wrapping: [next, old],
    signal: never,
  });
  assertEquals(wrapped, [{ id: "next", keys: 598 }, { id: "old", keys: 1 }, { id: "older", keys: 1 }]);
  assertEquals(await personalKeys(sql, [older]).load(new Set([700])), foreign);
  assertEquals((await personalKeys(sql, [next, old]).load(new Set([3]))).size, 0);
});

/** The same connection, which does something between its second and third statement: a page's reading and writing. */
function meanwhile(sql: Awaited<ReturnType<typeof testDatabase>>["sql"], act: () => Promise<void>) {
  let reads = 0;
  return new Proxy(sql, {
    apply(target, _this, args: Parameters<typeof sql>) {
      const query = Reflect.apply(target, undefined, args);
      return ++reads === 2 ? query.then(async (rows: unknown) => (await act(), rows)) : query;
    },
  });
}

Deno.test("a rotation that is killed half-way goes on when it is run again, and says what is left", async () => {
  await using place = await testInstallation();
  await using sql = await open(place.databaseUrl);
  const made = await personalKeys(sql.sql, [old]).forSealing(new Set(upTo(2_000)));
  const underNext = async () => {
    const [{ keys }] = await sql.sql<{ keys: number }[]>`
      SELECT count(*) AS keys FROM personal_keys WHERE wrapped_by = 'next'`;
    return keys;
  };

  // the third page waits for this row, whose lock stands until the kill
  const blocked = await sql.sql.reserve();
  await blocked`BEGIN`;
  await blocked`SELECT FROM personal_keys WHERE subject = 1200 FOR UPDATE`;
  const rotating = task(place, [next, old]).spawn();
  await eventually(async () => await underNext() === 1_000, 30_000);
  rotating.kill("SIGKILL");
  await Promise.all([rotating.status, rotating.stdout.cancel(), rotating.stderr.cancel()]);
  await blocked`ROLLBACK`;
  blocked.release();
  assert(await underNext() < 2_000);

  const unknown = await run(place, [next]);
  assertEquals(unknown.code, 1);
  assert(unknown.said.includes("INYEON_MASTER_KEYS lacks old"), unknown.said);
  const again = await run(place, [next, old]);
  assertEquals(again.code, 0, again.said);
  assert(again.said.includes("2000 keys of people are wrapped by master key next."), again.said);
  assertEquals(await personalKeys(sql.sql, [next]).load(new Set(made.keys())), made);
});

async function open(url: string) {
  const sql = connect(url, { max: 4, applicationName: "test" });
  await sql`SELECT 1`;
  return { sql, [Symbol.asyncDispose]: () => sql.end({ timeout: 1 }) };
}
