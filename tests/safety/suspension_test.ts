import { assert, assertEquals } from "@std/assert";
import { z } from "zod";
import { callOf, codeOf, crowd, enter, isMatching, matched, type Person, person } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { heard, testClock, testServer } from "../support/server.ts";
import { assertSound, eventsOf } from "../support/sound.ts";
import { appoint, idOf } from "../support/staff.ts";
import { said } from "./house.ts";

const isActive = async (someone: Person) =>
  z.looseObject({ is_active: z.boolean() }).parse((await someone.get("/api/user/profile/")).body).is_active;
const suspend = async (staff: Person, someone: Person, until?: Date) => {
  const body = { reason: "욕설", until: until?.toISOString() };
  const answer = await staff.post(`/api/admin/users/${idOf(someone)}/suspend`, body);
  assertEquals(said(answer), [200, { message: "계정을 정지했습니다." }]);
};
Deno.test("a suspension holds at once on every process, and ends what runs", async () => {
  await using server = await testServer();
  await using other = await server.another();
  const mina = await person(server, { name: "mina" });
  const [juno, chief] = await crowd(server, [{ name: "juno" }, { name: "chief" }]);
  const staff = await appoint(server, chief);
  const match_id = await matched(mina, juno);
  await callOf(mina, match_id);

  await suspend(staff, mina);
  const refused = "403 account.suspended";
  assertEquals(codeOf(await mina.get("/api/gem/balance/")), refused);
  await heard(other);
  assertEquals(codeOf(await mina.at(other).get("/api/gem/balance/")), refused);
  for (const door of [server, other]) {
    const me = mina.at(door);
    assertEquals(codeOf(await me.get("/api/match/random/?wait=0")), refused);
    assertEquals(codeOf(await me.post("/api/blocks", { match_id })), refused);
    assertEquals(codeOf(await me.post("/api/call/start/", { match_id })), refused);
    assertEquals(await isActive(me), false);
  }
  const [ended] = await eventsOf(server.system, "CallEnded");
  assertEquals(ended.data.reason, "suspended");
  assertEquals((await juno.get("/api/match/random/?wait=0")).status, 202, "the other is free again");

  // what concerns only themselves
  const again = await mina.loggedIn();
  assertEquals((await again.get("/api/auth/sessions/")).status, 200);
  assertEquals(codeOf(await again.get("/api/gem/balance/")), refused);

  const reinstated = await staff.post(`/api/admin/users/${idOf(mina)}/reinstate`);
  assertEquals(said(reinstated), [200, { message: "계정 정지를 해제했습니다." }]);
  await heard(other);
  assertEquals((await again.at(other).get("/api/gem/balance/")).status, 200);
  assertEquals(await isActive(again), true);
  await assertSound(server.system);
});

Deno.test("a wait in the queue ends with a suspension", async () => {
  await using server = await testServer();
  const [mina, chief] = await crowd(server, [{ name: "mina" }, { name: "chief" }]);
  const staff = await appoint(server, chief);
  await enter(mina);
  const poll = mina.get("/api/match/random/?wait=20");
  assert(await isMatching(mina));
  await suspend(staff, mina);
  assert(["409 match.cancelled", "403 account.suspended"].includes(codeOf(await poll)));
  assertEquals(await isMatching(mina), false);
  await assertSound(server.system);
});

Deno.test("requests of a suspended person that were under way come to nothing after the answer", async () => {
  await using server = await testServer();
  await using other = await server.another();
  const people = await crowd(server, Array.from({ length: 20 }, (_, n) => ({ name: `person ${n}` })));
  const [chief] = await crowd(server, [{ name: "chief" }]);
  const staff = await appoint(server, chief);
  await Promise.all(people.map(async (one, n) => {
    const doors = [one, one.at(other)];
    const rush = Promise.all(
      Array.from({ length: 10 }, (_, turn) => doors[(turn + n) % 2].get("/api/match/random/?wait=0")),
    );
    await suspend(staff, one);
    await rush;
  }));
  for (const one of people) assertEquals(await isMatching(one), false, one.name);
  assertEquals((await eventsOf(server.system, "AccountSuspended")).length, people.length);
  await assertSound(server.system);
});

Deno.test("a suspension ends by itself when its time is over, also if no server ran at that time", async () => {
  const clock = testClock();
  await using server = await testServer({ now: clock.now });
  const [mina, juno, chief] = await crowd(server, [{ name: "mina" }, { name: "juno" }, { name: "chief" }]);
  const staff = await appoint(server, chief);
  const inSec = (sec: number) => new Date(clock.now().getTime() + sec * 1000);
  await suspend(staff, mina, inSec(60));
  await suspend(staff, juno, inSec(7200));
  assertEquals(codeOf(await mina.get("/api/gem/balance/")), "403 account.suspended");
  clock.advance(60);
  assertEquals((await mina.get("/api/gem/balance/")).status, 200);
  await eventually(() => isActive(mina));
  assertEquals(await isActive(juno), false);

  await server.stop();
  clock.advance(7200);
  await using later = await server.another();
  await eventually(async () => (await eventsOf(later.system, "AccountReinstated")).length === 2);
  assertEquals((await eventsOf(later.system, "AccountReinstated")).map(({ data }) => data), [
    { userId: idOf(mina), by: null },
    { userId: idOf(juno), by: null },
  ]);
  const fresh = await juno.at(later).refreshed();
  await eventually(() => isActive(fresh));
  await assertSound(later.system);
});
