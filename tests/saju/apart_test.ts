import { assert, assertEquals } from "@std/assert";
import { reinstateAccount } from "../../src/safety/reinstate_account.ts";
import { suspendAccount } from "../../src/safety/suspend_account.ts";
import { block, report } from "../safety/house.ts";
import { appoint } from "../support/staff.ts";
import { codeOf } from "../support/client.ts";
import { testServer } from "../support/server.ts";
import { assertSound, eventsOf } from "../support/sound.ts";
import { ask, daters, idsRecommendedTo, requestsOf } from "./house.ts";

Deno.test("a block keeps two people out of each other's lists, requests and chats", async () => {
  await using server = await testServer();
  const [mina, jun, ho, min] = await daters(server, [
    { name: "mina" },
    { name: "jun", gender: "male" },
    { name: "ho", gender: "male" },
    { name: "min", gender: "male" },
  ]);
  assertEquals((await idsRecommendedTo(mina)).sort(), [jun.id, ho.id, min.id].sort());
  assertEquals(await idsRecommendedTo(jun), [mina.id]);

  assertEquals(codeOf(await jun.post("/api/blocks", { user_id: ho.id })), "404 account.unknown", "never met");
  const block_id = await block(mina, { user_id: jun.id });
  assert(!(await idsRecommendedTo(mina)).includes(jun.id));
  assertEquals(await idsRecommendedTo(jun), []);
  for (const [someone, other] of [[mina, jun], [jun, mina]]) {
    assertEquals(codeOf(await someone.post("/api/matches/request", { receiver_id: other.id })), "404 account.unknown");
    assertEquals(codeOf(await someone.get(`/api/matches/${other.id}/compatibility`)), "404 account.unknown");
  }
  const { body: blocked } = await mina.get("/api/blocks");
  assertEquals((blocked as { username: string }[]).map(({ username }) => username), ["jun"]);
  assertEquals((await mina.del(`/api/blocks/${block_id}`)).status, 200);
  assertEquals(await idsRecommendedTo(jun), [mina.id], "the list of the day is still there");

  const fromMina = await ask(mina, ho);
  await block(mina, { user_id: ho.id });
  assertEquals(await requestsOf(ho), []);
  assertEquals(codeOf(await ho.post(`/api/matches/${fromMina}/accept`)), "409 introduction.closed");
  assertEquals(codeOf(await ho.post("/api/matches/request", { receiver_id: mina.id })), "404 account.unknown");

  await report(mina, { user_id: min.id });
  const [reported] = await eventsOf(server.system, "PersonReported");
  assertEquals([reported.data.reportedId, reported.data.evidence?.reported.username], [min.id, "min"]);
  await assertSound(server.system);
});

Deno.test("who is suspended is shown to nobody until the end of it, and who is erased never again", async () => {
  await using server = await testServer();
  const [mina, jun, ho, staff] = await daters(server, [
    { name: "mina" },
    { name: "jun", gender: "male" },
    { name: "ho", gender: "male" },
    { name: "staff", gender: "other" },
  ]);
  await appoint(server, staff);
  assertEquals((await idsRecommendedTo(mina)).sort(), [jun.id, ho.id].sort());
  const fromMina = await ask(mina, ho);
  const by = { me: staff.id, correlationId: "test" };
  await server.system.run(suspendAccount, { userId: jun.id, reason: "…", until: null }, by);
  assertEquals(await idsRecommendedTo(mina), []);
  assertEquals(codeOf(await mina.post("/api/matches/request", { receiver_id: jun.id })), "404 account.unknown");
  assertEquals(codeOf(await jun.get("/api/matches/recommendations")), "403 account.suspended");
  assertEquals((await jun.get("/api/users/me")).status, 200);
  await server.system.run(reinstateAccount, { userId: jun.id }, by);
  assertEquals(await idsRecommendedTo(mina), [jun.id]);

  assertEquals((await mina.post("/api/users/me/erase")).status, 200);
  assertEquals(codeOf(await ho.post(`/api/matches/${fromMina}/accept`)), "409 introduction.closed");
  assertEquals((await requestsOf(ho)).map(({ partner }) => partner), [
    { user_id: mina.id, name: "탈퇴한 사용자", profile_img_url: null },
  ]);
  assertEquals(await idsRecommendedTo(jun), []);
  assertEquals(codeOf(await ho.get(`/api/matches/${mina.id}/compatibility`)), "404 account.unknown");
  // her address is free
  const [again] = await daters(server, [{ name: "mina" }]);
  assertEquals(await idsRecommendedTo(again).then((ids) => ids.length > 0), true);
  await assertSound(server.system);
});
