import { assert, assertEquals } from "@std/assert";
import { lease } from "../../src/database/lease.ts";
import { startChild } from "../support/child.ts";
import { testDatabase } from "../support/database.ts";
import { eventually } from "../support/eventually.ts";
import { pause } from "../support/pause.ts";

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve());
  });

Deno.test("another leads within 5 s of a kill -9 of the holder, in the next epoch", async () => {
  await using database = await testDatabase();
  await using first = startChild("hold_lease.ts", database.url, "matcher");
  assertEquals(await first.line(), "leads 1");
  await using second = startChild("hold_lease.ts", database.url, "matcher");
  await eventually(async () => (await sessions()) >= 2);

  const killedAtMs = performance.now();
  first.kill("SIGKILL");
  assertEquals(await second.line(), "leads 2");
  assert(performance.now() - killedAtMs < 5_000);

  async function sessions(): Promise<number> {
    const [{ n }] = await database.sql`
      SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'inyeon'`;
    return n;
  }
});

Deno.test("a stopped holder is followed within 5 s, and knows when it wakes", async () => {
  await using database = await testDatabase();
  await using first = startChild("hold_lease.ts", database.url, "matcher");
  assertEquals(await first.line(), "leads 1");
  await using second = startChild("hold_lease.ts", database.url, "matcher");

  const stoppedAtMs = performance.now();
  first.kill("SIGSTOP");
  assertEquals(await second.line(), "leads 2");
  assert(performance.now() - stoppedAtMs < 5_000);
  first.kill("SIGCONT");
  assertEquals(await first.line(), "lost 1");
  // it contends again
  second.kill("SIGTERM");
  assertEquals(await first.line(), "leads 3");
});

Deno.test("a graceful end gives the lease back at once", async () => {
  await using database = await testDatabase();
  await using first = startChild("hold_lease.ts", database.url, "matcher");
  assertEquals(await first.line(), "leads 1");
  first.kill("SIGTERM");
  assertEquals(await first.ended, 0);
  const [row] = await database.sql`SELECT expires_at < clock_timestamp() AS free, epoch FROM leases`;
  assertEquals(row, { free: true, epoch: 1 });
});

Deno.test("of many contenders one leads at a time, each with an epoch of its own", async () => {
  await using database = await testDatabase({ max: 10 });
  const stopping = new AbortController();
  const epochs: number[] = [];
  let leaders = 0, most = 0;
  const contenders = Array.from({ length: 6 }, (_, n) =>
    lease(database.sql, "matcher", {
      holder: `contender ${n}`,
      ttlMs: 1_000,
      renewMs: 30,
      async lead(epoch, signal) {
        epochs.push(epoch);
        most = Math.max(most, ++leaders);
        await pause(10, signal);
        leaders--;
      },
    }, stopping.signal));
  await eventually(() => epochs.length >= 20);
  stopping.abort();
  await Promise.all(contenders.map(({ done }) => done));
  assertEquals(most, 1);
  assertEquals(epochs, epochs.map((_, n) => n + 1));
});

Deno.test("whose lease was taken by force stops leading", async () => {
  await using database = await testDatabase();
  const stopping = new AbortController();
  const events: string[] = [];
  const contender = lease(database.sql, "matcher", {
    holder: "loser",
    // longer than the test takes: only a look at the lease can tell
    ttlMs: 600_000,
    renewMs: 50,
    async lead(epoch, signal) {
      events.push(`leads ${epoch}`);
      await untilAborted(signal);
      events.push(`lost ${epoch}`);
    },
  }, stopping.signal);
  await eventually(() => contender.epoch() === 1);
  await database.sql`UPDATE leases SET holder = 'winner', epoch = epoch + 1`;
  await eventually(() => events.includes("lost 1"));
  assertEquals(contender.epoch(), undefined);
  await database.sql`UPDATE leases SET expires_at = '-infinity'`;
  await eventually(() => contender.epoch() === 3);
  stopping.abort();
  await contender.done;
  assertEquals(events, ["leads 1", "lost 1", "leads 3", "lost 3"]);
});

Deno.test("what the leader throws is told, and the lease is contended for again", async () => {
  await using database = await testDatabase();
  const stopping = new AbortController();
  const told: unknown[] = [];
  const contender = lease(database.sql, "matcher", {
    holder: "thrower",
    renewMs: 20,
    lead: (epoch, signal) => epoch === 1 ? Promise.reject("once") : untilAborted(signal),
    onError: (error) => told.push(error),
  }, stopping.signal);
  await eventually(() => contender.epoch() === 2);
  stopping.abort();
  await contender.done;
  assertEquals(told, ["once"]);
});

Deno.test("a leader goes on through killed connections", async () => {
  await using database = await testDatabase();
  await using killer = await testDatabase({ empty: true });
  const name = new URL(database.url).pathname.slice(1);
  const stopping = new AbortController();
  const epochs: number[] = [];
  const contender = lease(database.sql, "matcher", {
    holder: "survivor",
    // longer than the kills take
    ttlMs: 60_000,
    renewMs: 20,
    lead(epoch, signal) {
      epochs.push(epoch);
      return untilAborted(signal);
    },
  }, stopping.signal);
  await eventually(() => contender.epoch() === 1);
  for (let n = 0; n < 30; n++) {
    await killer.sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ${name}`;
    await pause(10);
  }
  const expiresAt = async () => {
    const [{ at }] = await database.sql<{ at: Date }[]>`SELECT expires_at AS at FROM leases`;
    return at.getTime();
  };
  const afterwards = await eventually(expiresAt);
  await eventually(async () => await expiresAt() > afterwards);
  assertEquals(contender.epoch(), 1);
  stopping.abort();
  await contender.done;
  assertEquals(epochs, [1]);
});
