import { assert, assertEquals } from "@std/assert";
import { requestMail } from "../../src/accounts/request_mail.ts";
import {
  attemptsBeforeParking,
  countReactions,
  parkedReactions,
  placeCheckpoints,
  retryParked,
  take,
  waitSec,
} from "../../src/reactors/reactions.ts";
import { reactor } from "../../src/reactors/reactor.ts";
import { runReactor } from "../../src/reactors/run_reactor.ts";
import type { Lead } from "../../src/leaders/leadership.ts";
import { leadership } from "../../src/leaders/leadership.ts";
import { eventually } from "../support/eventually.ts";
import { testClock, type TestServer, testServer } from "../support/server.ts";

const asker = { me: 0, correlationId: "test" };

/** Asks for a mail that nobody gets, as something to react to; returns its event's position. */
async function ask({ system: { run, log } }: TestServer): Promise<number> {
  const input = { purpose: "reset" as const, emailHash: "0123456789abcdef", language: "ko" as const };
  await run(requestMail, input, asker);
  return await log.head();
}

/** Leads something until the end of the scope. */
function leading({ system: { sql, report } }: TestServer, ...[name, act]: Parameters<Lead>): AsyncDisposable {
  const stop = new AbortController();
  const done = leadership(sql, crypto.randomUUID(), stop.signal, report)(name, act);
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await done;
    },
  };
}

/** Runs a test's own reactor to mails asked for. */
async function reacting(server: TestServer, react: (position: number) => Promise<void>): Promise<AsyncDisposable> {
  await placeCheckpoints(server.system, ["test"]);
  const toMails = reactor(["MailRequested"], (event) => react(event.position));
  return leading(
    server,
    "reactor of a test",
    (fence, signal) => runReactor("test", toMails, { system: server.system, fence, signal }),
  );
}

Deno.test("a reactor begins at the log's end, and acts on each event after it once", async () => {
  await using server = await testServer();
  await ask(server);
  const seen: number[] = [];
  const note = (position: number) => Promise.resolve(void seen.push(position));
  const positions: number[] = [];
  {
    await using _one = await reacting(server, note);
    for (let n = 0; n < 3; n++) positions.push(await ask(server));
    await eventually(() => seen.length === 3);
  }
  // what comes while nobody leads waits for whoever leads next
  positions.push(await ask(server));
  await using _next = await reacting(server, note);
  await eventually(() => seen.length === 4);
  assertEquals(seen.toSorted((a, b) => a - b), positions);
  await eventually(async () => (await countReactions(server.system.sql)).waiting === 0);
});

Deno.test("what fails is tried again, later each time, and holds up no other", async () => {
  const clock = testClock();
  await using server = await testServer({ now: clock.now });
  const tried = new Map<number, number>();
  let bad = 0;
  await using _reacting = await reacting(server, (position) => {
    tried.set(position, (tried.get(position) ?? 0) + 1);
    return position === bad ? Promise.reject(new Error("not taken")) : Promise.resolve();
  });
  bad = await ask(server) + 1;
  assertEquals(await ask(server), bad);
  const after = await ask(server);
  await eventually(() => tried.has(after) && tried.get(bad) === 1);
  for (let attempts = 1; attempts < 4; attempts++) {
    await eventually(async () => {
      const [row] = await server.system.sql`SELECT attempts FROM reactions WHERE position = ${bad}`;
      return row?.attempts === attempts;
    });
    clock.advance(waitSec(attempts));
    await eventually(() => tried.get(bad) === attempts + 1);
  }
  bad = 0;
  clock.advance(waitSec(4));
  await eventually(async () => (await countReactions(server.system.sql)).waiting === 0);
  assertEquals(tried.get(after), 1);
});

Deno.test("what fails for long is parked with its reason, and tried again when staff say so", async () => {
  const clock = testClock();
  await using server = await testServer({ now: clock.now });
  const { sql } = server.system;
  let works = false;
  await using _reacting = await reacting(
    server,
    () => works ? Promise.resolve() : Promise.reject(new Error("The mail server did not take a mail: EAUTH")),
  );
  const position = await ask(server);
  await eventually(async () => {
    clock.advance(600);
    return (await countReactions(sql)).parked === 1;
  });
  const [parked] = await parkedReactions(sql);
  assertEquals([parked.reactor, parked.position, parked.attempts], ["test", position, attemptsBeforeParking]);
  assertEquals(parked.problem, "The mail server did not take a mail: EAUTH");
  works = true;
  assertEquals(await retryParked(sql, clock.now(), "another"), 0);
  assertEquals(await retryParked(sql, clock.now(), "test"), 1);
  await eventually(async () => (await sql`SELECT FROM reactions`).length === 0);
});

Deno.test("whoever leads no more takes no event, and moves no checkpoint", async () => {
  await using server = await testServer();
  const { sql, log, now } = server.system;
  await using _reacting = await reacting(server, () => Promise.resolve());
  const { position, epoch } = await eventually(async () => {
    const [led] = await sql<{ position: number; epoch: number }[]>`
      SELECT position, epoch FROM reactors, leases WHERE reactors.name = 'test' AND leases.name = 'reactor of a test'`;
    return led;
  });
  const taking = (of: { epoch: number; from: number }) =>
    take(sql, {
      reactor: "test",
      fence: { lease: "reactor of a test", epoch: of.epoch },
      from: of.from,
      to: position + 1,
      positions: [position + 1],
      now: now(),
    });
  assertEquals(await taking({ epoch: epoch - 1, from: position }), false);
  assertEquals(await taking({ epoch, from: position + 7 }), false);
  assertEquals((await sql`SELECT FROM reactions`).length, 0);
  assert(await log.head() >= position);
});

Deno.test("what is under way when a process stops is waited for, and not done again", async () => {
  await using server = await testServer();
  const begun = Promise.withResolvers<void>();
  const taken = Promise.withResolvers<void>();
  let times = 0;
  {
    await using _reacting = await reacting(server, () => {
      times++;
      begun.resolve();
      return taken.promise;
    });
    await ask(server);
    await begun.promise;
    // it is taken while the process is stopping
    queueMicrotask(() => taken.resolve());
  }
  assertEquals((await server.system.sql`SELECT FROM reactions WHERE reactor = 'test'`).length, 0);
  assertEquals(times, 1);
});
