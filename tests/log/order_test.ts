import { assertEquals } from "@std/assert";
import type { Event } from "../../events/vocabulary.ts";
import type { Log } from "../../src/log/log.ts";
import { eventually } from "../support/eventually.ts";
import { all, command, fact, openHouse, tagged, upTo } from "./house.ts";

/** Follows a log until it has seen a number of events; tells their positions, in the order in which they came. */
async function positionsSeen(log: Log, count: number, after = 0): Promise<number[]> {
  const seen: Event[] = [];
  const stop = new AbortController();
  await log.subscribe(after, (events) => {
    seen.push(...events);
    if (seen.length >= count) stop.abort();
  }, stop.signal);
  return seen.map(({ position }) => position);
}

Deno.test("positions are gapless and in commit order under many writers, for tailing readers and late ones", async () => {
  await using house = await openHouse({ logs: 3 });
  const writers = 16, each = 60;
  const tailing = house.logs.map((log) => positionsSeen(log, writers * each));
  const late: Promise<number[]>[] = [];
  const own = await Promise.all(
    upTo(writers).map(async (writer) => {
      const log = house.logs[writer % house.logs.length];
      const positions: number[] = [];
      for (let n = 0; n < each; n++) {
        const answer = await log.append(command([tagged(`writer:${writer}`, `n:${n}`)]));
        if (answer.outcome === "appended") positions.push(answer.position);
        if (n === each / 2) late.push(positionsSeen(log, writers * each));
      }
      return positions;
    }),
  );
  const expected = upTo(writers * each);
  assertEquals(own.flat().sort((a, b) => a - b), expected);
  for (const positions of own) assertEquals(positions, positions.toSorted((a, b) => a - b));
  for (const reader of [...tailing, ...late]) assertEquals(await reader, expected);
  assertEquals((await all(house.log)).map(({ position }) => position), expected);
  const wrong = await house.sql`
    SELECT position FROM events e WHERE recorded_at < (SELECT max(recorded_at) FROM events o WHERE o.position < e.position)`;
  assertEquals(wrong.length, 0, "recorded_at never goes back");
});

Deno.test("a reader never sees a position before all those below it", async () => {
  await using house = await openHouse({ logs: 4 });
  let isDone = false;
  const looking = (async () => {
    while (!isDone) {
      const rows = await house.sql<{ n: number; last: number }[]>`
        SELECT count(*) AS n, coalesce(max(position), 0) AS last FROM events`;
      assertEquals(rows[0].n, rows[0].last);
    }
  })();
  await Promise.all(house.logs.flatMap((log) => upTo(200).map((n) => log.append(command([fact(n), fact(n + 1)])))));
  isDone = true;
  await looking;
});

Deno.test("a subscriber goes on after its position, is woken by another process, and ends with its signal or the log", async () => {
  // the poll alone would come too late
  await using house = await openHouse({ logs: 2, pollMs: 600_000 });
  const { log, logs: [, other] } = house;
  await log.append(command([fact(1), fact(2), fact(3)]));
  const stop = new AbortController();
  const seen: number[] = [];
  const take = (events: Event[]) => void seen.push(...events.map(({ position }) => position));
  const following = log.subscribe(2, take, stop.signal);
  await eventually(() => seen.length === 1);
  await other.append(command([fact(4)]));
  await eventually(() => seen.length === 2);
  assertEquals(seen, [3, 4]);
  stop.abort();
  await following;
  await log.subscribe(0, take, stop.signal);
  assertEquals(seen, [3, 4]);

  const untilClosed = other.subscribe(0, take, new AbortController().signal);
  await eventually(() => seen.length === 6);
  await other.close();
  await untilClosed;
});

Deno.test("what a subscriber throws reaches whoever subscribed, and a slow one gets every page in turn", async () => {
  await using house = await openHouse();
  const { log } = house;
  await Promise.all(upTo(25).map((n) => log.append(command(upTo(100).map(() => fact(n))))));
  const failing = log.subscribe(
    0,
    () => Promise.reject(new Error("thrown in a handler")),
    new AbortController().signal,
  );
  assertEquals(await failing.catch((error) => error.message), "thrown in a handler");
  let running = 0;
  const pages: number[] = [];
  const stop = new AbortController();
  await log.subscribe(0, async (events) => {
    assertEquals(++running, 1);
    await log.head();
    running--;
    pages.push(events[0].position);
    if (events.at(-1)?.position === 2500) stop.abort();
  }, stop.signal);
  assertEquals(pages, [1, 1001, 2001]);
});

Deno.test("types that this process does not know are left out, and stop neither readers nor their positions", async () => {
  await using house = await openHouse();
  const { log } = house;
  const unknown = { ...tagged("x"), type: "FromTheFuture" };
  const newer = { ...tagged("x"), version: 99 };
  await log.append(command([fact(1), ...upTo(1500).map(() => unknown), newer, fact(2), unknown]));
  assertEquals((await log.read({ after: 0, limit: 2 })).map(({ position }) => position), [1, 1503]);
  assertEquals((await log.read({ after: 1, limit: 1 })).map(({ position }) => position), [1503]);
  assertEquals(await log.read({ after: 1503, limit: 10 }), []);
  assertEquals(await log.read({ after: 0, limit: 10, query: { any: [{ tags: ["x"] }] } }), []);
  assertEquals(await positionsSeen(log, 2), [1, 1503]);
});
