import { assert, assertEquals } from "@std/assert";
import { crowd, type Person } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { childServer, serverOn, testInstallation, type TestServer, testServer } from "../support/server.ts";
import { inCall, openSocket } from "../support/socket.ts";
import { userIdOf } from "../support/user_id.ts";

/** These clients do not ping, and a busy machine takes its time. */
const patient = { silentInCallMs: 120_000 };

/** A clock that stands still unless it is put forward. */
function stillClock(startMs = Date.now()) {
  let nowMs = startMs;
  return { now: () => new Date(nowMs), advance: (sec: number) => void (nowMs += sec * 1000) };
}

/** Whether those who are there are noted as there by the server's clock of now. */
async function areNoted({ system }: TestServer, people: Person[]): Promise<boolean> {
  const rows = await system.sql<{ user_id: number; seen_at: Date }[]>`SELECT user_id, seen_at FROM call_presence`;
  return people.every((person) =>
    rows.some(({ user_id, seen_at }) =>
      user_id === userIdOf(person) && seen_at >= new Date(system.now().getTime() - 5_000)
    )
  );
}

const noted = async (server: TestServer, ...people: Person[]) => void await eventually(() => areNoted(server, people));

const isOpen = async ({ system }: TestServer) => {
  const ended = await system.log.read({ after: 0, limit: 1_000 });
  return !ended.some(({ type }) => type === "CallEnded");
};

Deno.test("a call ends 20 s after the last socket of one of the two is gone, and not if they return", async () => {
  const clock = stillClock();
  await using server = await testServer({ now: clock.now, sockets: patient });
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  await using one = await openSocket(server, mina);
  const two = await openSocket(server, jun);
  await Promise.all([one.ask("ping"), two.ask("ping")]);
  const call_session_id = await inCall(mina, jun, [one, two]);

  await two.close();
  await one.next("presence");
  for (let step = 0; step < 2; step++) {
    clock.advance(9);
    await noted(server, mina);
  }
  const back = await openSocket(server, jun);
  await one.next("presence");
  await noted(server, mina, jun);
  for (let step = 0; step < 2; step++) {
    clock.advance(9);
    await noted(server, mina, jun);
  }
  assert(await isOpen(server), "the call ended though they were back");

  await back.close();
  await one.next("presence");
  const goneAt = clock.now().getTime();
  for (let step = 0; step < 2; step++) {
    clock.advance(9);
    await noted(server, mina);
  }
  assert(await isOpen(server), "the call ended before 20 s were over");
  clock.advance(3);
  const ended = await one.next("call.ended");
  assertEquals([ended.data.call_session_id, ended.data.reason], [call_session_id, "disconnected"]);
  assert(clock.now().getTime() - goneAt >= 20_000);
});

Deno.test("someone who never had a socket in the call does not end it by having none", async () => {
  const clock = stillClock();
  await using server = await testServer({ now: clock.now, sockets: patient });
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  await using one = await openSocket(server, mina);
  await one.ask("ping");
  const call_session_id = await inCall(mina, jun, [one]);
  for (let step = 0; step < 4; step++) {
    clock.advance(8);
    await noted(server, mina);
  }
  assert(await isOpen(server), "the call ended");
  assertEquals((await jun.post("/api/call/end/", { call_session_id })).status, 200);
  assertEquals((await one.next("call.ended")).data.reason, "hung_up");
});

Deno.test("after a kill -9 the sockets have 20 s to return; a call where one does not ends", async () => {
  await using place = await testInstallation();
  const calls: { people: Person[]; call_session_id: string }[] = [];
  {
    const preparing = await serverOn(place);
    const people = await crowd(preparing, ["mina", "jun", "sora", "hana"].map((name) => ({ name })));
    await using killed = await childServer(place);
    for (const pair of [people.slice(0, 2), people.slice(2)]) {
      const here = pair.map((person) => person.at(killed));
      const sockets = await Promise.all(here.map((person) => openSocket(killed, person)));
      await Promise.all(sockets.map((socket) => socket.ask("ping")));
      calls.push({ people: pair, call_session_id: await inCall(here[0], here[1], sockets) });
    }
    await noted(preparing, ...people);
    await preparing.stop();
    killed.signal("SIGKILL");
    await killed.ended;
  }
  const clock = stillClock(Date.now() + 60_000);
  await using server = await serverOn(place, { now: clock.now, sockets: patient });
  const returned = calls.flatMap(({ people }, n) => n === 0 ? people : people.slice(0, 1)).map((one) => one.at(server));
  // their tokens are good for longer than the clock was put forward
  const sockets = await Promise.all(returned.map((person) => openSocket(server, person)));
  await Promise.all(sockets.map((socket) => socket.ask("ping")));
  assert(await isOpen(server), "the calls ended before their sockets could return");
  for (const sec of [9, 9]) {
    await noted(server, ...returned);
    assert(await isOpen(server), "a call ended before 20 s were over");
    clock.advance(sec);
  }
  // on a busy machine whoever leads may change, and each who does gives them 20 s
  await eventually(async () => {
    if (await areNoted(server, returned)) clock.advance(1);
    return !await isOpen(server);
  });
  const ended = await sockets[2].next("call.ended");
  assertEquals([ended.data.call_session_id, ended.data.reason], [calls[1].call_session_id, "disconnected"]);
  const answer = await sockets[0].ask("call.signal", { call_session_id: calls[0].call_session_id, signal: {} });
  assertEquals(answer.data, { delivered: true });
  await Promise.all(sockets.map((socket) => socket.close()));
});
