import { assert, assertEquals, assertMatch } from "@std/assert";
import { projections } from "../../src/apps.ts";
import { reinstateAccount } from "../../src/safety/reinstate_account.ts";
import { block, report } from "../safety/house.ts";
import { appoint } from "../support/staff.ts";
import { codeOf } from "../support/client.ts";
import { testServer } from "../support/server.ts";
import { assertSound, eventsOf } from "../support/sound.ts";
import { ask, askedAs, type Dater, daters, idsRecommendedTo, requestsOf, sheAndTwoMen } from "./house.ts";
import { suspendAccount } from "../support/commands.ts";

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
  assertEquals(codeOf(await mina.post("/api/blocks", { match_id: fromMina })), "404 match.unknown", "of random calls");
  const { body: openapi } = await mina.get("/openapi.json");
  for (const path of ["/api/blocks", "/api/reports"]) {
    const { paths } = openapi as { paths: Record<string, unknown> };
    assertMatch(JSON.stringify(paths[path]), /"match_id":\{[^}]*"description":"A match of random calls\. Not/, path);
  }
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
  assertEquals(await requestsOf(ho), [], "nobody waits for an answer");
  assertEquals(await idsRecommendedTo(jun), []);
  assertEquals(codeOf(await ho.get(`/api/matches/${mina.id}/compatibility`)), "404 account.unknown");
  // her address is free
  const [again] = await daters(server, [{ name: "mina" }]);
  assertEquals(await idsRecommendedTo(again).then((ids) => ids.length > 0), true);
  await assertSound(server.system);
});

Deno.test("an open request is hidden once either of the two is gone; what was decided stays", async () => {
  await using server = await testServer();
  const [mina, sora, yuna, jun, ho] = await daters(server, [
    { name: "mina" },
    { name: "sora" },
    { name: "yuna" },
    { name: "jun", gender: "male" },
    { name: "ho", gender: "male" },
  ]);
  for (const woman of [mina, sora, yuna]) await idsRecommendedTo(woman);
  await idsRecommendedTo(ho);
  const [declined, matched] = [await ask(mina, jun), await ask(mina, ho)];
  const open = await ask(sora, jun);
  await ask(sora, ho);
  await ask(ho, yuna);
  assertEquals((await jun.post(`/api/matches/${declined}/decline`)).status, 200);
  assertEquals((await ho.post(`/api/matches/${matched}/accept`)).status, 200);
  const { log, registry } = server.system;
  const seenBy = async (someone: Dater) => {
    // an answer waits two seconds at most
    assert(await registry.seen(projections, await log.head(), 20_000));
    const { body } = await someone.get("/api/sync");
    const listed = await requestsOf(someone);
    const { introductions } = body as { introductions: unknown };
    assertEquals(introductions, listed.filter(({ status }) => status === "requested"), "the same in the snapshot");
    return listed.map(({ match_id, partner }) => [match_id, partner.name]);
  };
  assertEquals((await seenBy(yuna)).length, 1);
  assertEquals((await ho.post("/api/users/me/erase")).status, 200);
  assertEquals(await seenBy(yuna), [], "he asked her");
  assertEquals(await seenBy(sora), [[open, "jun"]], "she asked him");
  assertEquals(await seenBy(mina), [[matched, "탈퇴한 사용자"], [declined, "jun"]]);
});

Deno.test("whether a chat ended by a block or by a leaving shows in no answer", async () => {
  await using server = await testServer();
  const [mina, jun, ho] = await sheAndTwoMen(server);
  await idsRecommendedTo(mina);
  const chatWith = async (someone: Dater) => {
    const answer = await someone.post(`/api/matches/${await ask(mina, someone)}/accept`);
    return askedAs(answer).chat_id;
  };
  const [withJun, withHo] = [await chatWith(jun), await chatWith(ho)];
  assertEquals((await mina.post("/api/blocks", { chat_id: withJun })).status, 201);
  assertEquals((await mina.del(`/api/chats/${withHo}`)).status, 200);
  for (const someone of [jun, ho]) {
    assertEquals((await someone.put("/api/users/me", { bio: "안녕하세요" })).status, 200);
    assertEquals((await mina.put("/api/users/me", { name: "someone new" })).status, 200);
    const { body } = await someone.get("/api/chats");
    const [{ partner, closed, unread_count }] = body as Record<string, unknown>[];
    assertEquals([partner, closed, unread_count], [{ user_id: mina.id, name: "mina", profile_img_url: null }, true, 0]);
    assertEquals(await requestsOf(someone), []);
    assertEquals(await requestsOf(someone, "?status=matched"), []);
    assertEquals(codeOf(await someone.get(`/api/matches/${mina.id}/compatibility`)), "404 account.unknown");
    assertEquals(
      codeOf(await someone.post("/api/matches/request", { receiver_id: mina.id })),
      "409 introduction.exists",
    );
    const more = { content: "거기 있어요?", client_id: "1" };
    const chat_id = someone === jun ? withJun : withHo;
    assertEquals(codeOf(await someone.post(`/api/chats/${chat_id}/messages`, more)), "409 chat.closed");
  }
  await assertSound(server.system);
});
