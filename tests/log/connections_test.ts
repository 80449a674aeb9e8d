import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Event } from "../../events/vocabulary.ts";
import { Unavailable } from "../../src/log/log.ts";
import { eventually } from "../support/eventually.ts";
import { testDatabase } from "../support/database.ts";
import { pause } from "../support/pause.ts";
import { all, command, fact, openHouse, openOn, tagged, upTo } from "./house.ts";

Deno.test("connections killed under load lose no acknowledged append, and none stands twice", async () => {
  await using house = await openHouse({ logs: 3 });
  await using killer = await testDatabase({ empty: true });
  const database = new URL(house.url).pathname.slice(1);
  const acknowledged = new Map<string, number>();
  const unsure: string[] = [];
  const seen: Event[] = [];
  const stop = new AbortController();
  const following = house.logs[2].subscribe(0, (events) => void seen.push(...events), stop.signal);
  let isDone = false, killed = 0;
  const killing = (async () => {
    while (!isDone) {
      const pids = await killer.sql`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = ${database} AND application_name = 'test log' AND random() < 0.5`;
      killed += pids.length;
      await pause(5);
    }
  })();
  await Promise.all(
    upTo(32).map(async (writer) => {
      for (let n = 0; n < 40 || killed < 200; n++) {
        const name = `append:${writer}-${n}`;
        try {
          const answer = await house.logs[writer % 2].append(command([tagged(name)]));
          assert(answer.outcome === "appended");
          acknowledged.set(name, answer.position);
        } catch (error) {
          if (!(error instanceof Unavailable)) throw error;
          unsure.push(name);
        }
      }
    }),
  );
  isDone = true;
  await killing;
  const events = await eventually(() => all(house.log));
  assertEquals(events.map(({ position }) => position), upTo(events.length));
  const stored = new Map(events.map((event) => [event.tags[0], event.position]));
  assertEquals(stored.size, events.length, "none stands twice");
  for (const [name, position] of acknowledged) assertEquals(stored.get(name), position);
  assertEquals(events.length - acknowledged.size <= unsure.length, true);
  assert(acknowledged.size > 1_000 && killed >= 200);
  await eventually(() => seen.length === events.length);
  assertEquals(seen.map(({ position }) => position), upTo(events.length));
  stop.abort();
  await following;
});

Deno.test("a reader that listens is woken again after its connections died", async () => {
  await using house = await openHouse({ logs: 2 });
  const [reading, writing] = house.logs;
  const database = new URL(house.url).pathname.slice(1);
  const seen: number[] = [];
  const stop = new AbortController();
  const following = reading.subscribe(0, (events) => void seen.push(...events.map((e) => e.position)), stop.signal);
  for (let round = 0; round < 5; round++) {
    await house.sql`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = ${database} AND application_name = 'test log'`;
    await eventually(() =>
      house.sql`SELECT FROM pg_stat_activity
        WHERE datname = ${database} AND application_name = 'test log' AND query ~* '^listen'`.then((r) =>
        r.length === 2
      )
    );
    await writing.append(command([fact(1)]));
    await eventually(() => seen.length === round + 1);
  }
  assertEquals(seen, upTo(5));
  stop.abort();
  await following;
});

Deno.test("while the database is away everything says so, and closing does not wait for it", async () => {
  const database = await testDatabase();
  const opened = await openOn(database.url);
  const { log } = opened;
  await log.append(command([fact(1)]));
  const stop = new AbortController();
  const following = log.subscribe(1, () => {}, stop.signal);
  await database[Symbol.asyncDispose]();
  await assertRejects(() => log.head(), Error);
  await opened.sql.end({ timeout: 0 });
  await assertRejects(() => log.head(), Unavailable);
  await assertRejects(() => log.read({ after: 0, limit: 1 }), Unavailable);
  const many = await Promise.allSettled(upTo(2_000).map((n) => log.append(command([fact(n)]))));
  assertEquals(many.every((a) => a.status === "rejected" && a.reason instanceof Unavailable), true);
  await log.close();
  await following;
});
