import { assertEquals, assertRejects } from "@std/assert";
import { lease } from "../../src/database/lease.ts";
import { Unavailable } from "../../src/log/log.ts";
import { connect } from "../../src/database/connect.ts";
import { eventually } from "../support/eventually.ts";
import { all, callAppend, command, fact, guard, once, openHouse, tagged, upTo } from "./house.ts";

Deno.test("a batch that is sent again gets the answer it got, and adds nothing", async () => {
  await using house = await openHouse();
  const { sql, log } = house;
  await log.append(command([fact(1)]));
  const [id, other] = [crypto.randomUUID(), crypto.randomUUID()];
  const guards = [{ c: 1, after: 0, tag: "user:1" }, { c: 0, after: 0, tag: "user:2" }];
  const first = await callAppend(sql, id, [fact(2), fact(3), fact(4)], guards);
  assertEquals(first, { first: 2, refused: [1], fenced: [] });
  // by now command 0 would be refused as well
  assertEquals(await callAppend(sql, id, [fact(2), fact(3), fact(4)], guards), first);
  assertEquals(await log.head(), 3);
  const refused = await callAppend(sql, other, [fact(1)], [{ c: 0, after: 0, tag: "user:1" }]);
  assertEquals(await callAppend(sql, other, [fact(1)], [{ c: 0, after: 0, tag: "user:1" }]), refused);
  assertEquals([await log.head(), (await all(log)).map((event) => event.tags[0])], [3, ["user:1", "user:2", "user:4"]]);
});

Deno.test("one command that the database cannot store fails alone", async () => {
  await using house = await openHouse();
  const { log } = house;
  // longer than an index entry may be, and not compressible
  const poison = tagged(crypto.getRandomValues(new Uint8Array(9000)).toHex());
  const answers = await Promise.allSettled(
    upTo(40).map((n) => log.append(n === 17 ? command([fact(n), poison]) : once(n))),
  );
  assertEquals(answers.flatMap(({ status }, n) => status === "rejected" ? [n + 1] : []), [17]);
  assertEquals(await log.head(), 39);
  assertEquals((await log.append(once(17))).outcome, "appended");
});

Deno.test("text that jsonb cannot hold is refused for its command only, and text that looks like it is not", async () => {
  await using house = await openHouse();
  const { log } = house;
  const saying = (since: string) => command([{ ...fact(1), data: { userId: 1, since } }]);
  const good = ["\\u0000", "\\\\u0000", "\\ud800", "\u{1f600}", "\u0001", "a\\", '"\\"', "\\\u0001"];
  const bad = ["\0", "a\0b", "\\\0", "\ud800", "\\\ud800", "x\udc00", "\udc00\ud800"];
  const answers = await Promise.allSettled([...good, ...bad].map((text) => log.append(saying(text))));
  assertEquals(answers.map(({ status }) => status), [
    ...good.map(() => "fulfilled" as const),
    ...bad.map(() => "rejected" as const),
  ]);
  assertEquals((await all(log)).map(({ data }) => "since" in data && data.since), good);
  await assertRejects(() => log.append(saying("\0")), Error, "cannot be stored");
  for (const tag of ["\0", "\ud800", "\u001f", "a\u001e"]) {
    await assertRejects(() => log.append(command([tagged(tag)])), Error, "cannot be");
  }
});

Deno.test("tags and fields keep whatever letters they have", async () => {
  await using house = await openHouse();
  const texts = [
    '"',
    "\\",
    '\\"',
    "{}",
    ",",
    "NULL",
    "",
    " ",
    "'",
    "김미나",
    "\u{1f600}",
    "a\tb\nc",

    "$1",
    "\\N",
  ];
  const events = texts.map((text) => ({ ...tagged("x", text, `y${text}`), data: { [text]: [text, { text }] } }));
  await house.log.append(command(events));
  const read = await all(house.log);
  assertEquals(
    read.map(({ tags, data }) => ({ tags, data })) as unknown,
    events.map(({ tags, data }) => ({ tags, data })),
  );
  const found = await house.log.read({ after: 0, limit: 99, query: { any: texts.map((text) => ({ tags: [text] })) } });
  assertEquals(found.length, texts.length);
});

Deno.test("append works at READ COMMITTED only: another level would not see what was committed before its lock", async () => {
  await using house = await openHouse();
  const sql = connect(house.url, { max: 1 });
  for (const level of ["repeatable read", "serializable"]) {
    await sql.unsafe(`SET default_transaction_isolation = '${level}'`);
    await assertRejects(() => callAppend(sql, crypto.randomUUID(), [fact(1)]), Error, `READ COMMITTED, not ${level}`);
  }
  await sql.end();
  assertEquals(await house.log.head(), 0);
});

Deno.test("recorded times never go back, even where the clock did", async () => {
  await using house = await openHouse();
  const { sql, log } = house;
  await log.append(command([fact(1)]));
  await sql.unsafe(`SET session_replication_role = replica;
    UPDATE log_batches SET recorded_at = '2999-01-01Z'; UPDATE events SET recorded_at = '2999-01-01Z'`).simple();
  await log.append(command([fact(2)]));
  assertEquals((await all(log)).map(({ recordedAt }) => recordedAt.getUTCFullYear()), [2999, 2999]);
});

Deno.test("a leader appends while it holds its epoch, and nothing once another has taken over", async () => {
  await using house = await openHouse();
  const { log, sql } = house;
  const stop = new AbortController();
  let epoch = 0;
  const holding = lease(sql, "matcher", {
    holder: "test",
    lead: (mine, signal) => {
      epoch = mine;
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
    },
  }, stop.signal);
  await eventually(() => epoch > 0);
  const led = (userId: number, fence = { lease: "matcher", epoch }) =>
    log.append(command([fact(userId)], [], { fence }));
  assertEquals(await led(1), { outcome: "appended", position: 1 });
  stop.abort();
  await holding.done;
  assertEquals((await led(2)).outcome, "appended", "given back, and nobody has taken it");
  await sql`UPDATE leases SET epoch = epoch + 1, holder = 'another'`;
  const [late, unfenced, unknown] = await Promise.all([
    led(3),
    log.append(command([fact(4)])),
    led(5, { lease: "nobody's", epoch: 1 }),
  ]);
  assertEquals([late, unfenced, unknown].map(({ outcome }) => outcome), ["fenced", "appended", "fenced"]);
  assertEquals((await all(log)).map((event) => event.tags[0]), ["user:1", "user:2", "user:4"]);
});

Deno.test("a closed log appends nothing more, and closing waits for what is under way", async () => {
  await using house = await openHouse();
  const { log } = house;
  const answers = upTo(50).map((n) => log.append(once(n)));
  await log.close();
  assertEquals(new Set((await Promise.all(answers)).map(({ outcome }) => outcome)), new Set(["appended"]));
  await assertRejects(() => log.append(once(51)), Unavailable);
});

Deno.test("thousands of commands about one thing are answered, one of them with yes", async () => {
  await using house = await openHouse();
  const answers = await Promise.all(upTo(3_000).map(() => house.log.append(command([fact(1)], [guard(0, "user:1")]))));
  assertEquals(answers.filter(({ outcome }) => outcome === "appended").length, 1);
});
