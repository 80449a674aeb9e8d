import { assert, assertEquals } from "@std/assert";
import { projections } from "../../src/apps.ts";
import { codeOf } from "../support/client.ts";
import { testServer } from "../support/server.ts";
import { assertSound } from "../support/sound.ts";
import { ask, askedAs, type Dater, daters, idsRecommendedTo, requestsOf } from "./house.ts";

Deno.test("someone who pauses is in nobody's list, also of today; what is open stays, and they are back at a word", async () => {
  await using server = await testServer();
  const [mina, sora, yuna, jun] = await daters(server, [
    { name: "mina" },
    { name: "sora" },
    { name: "yuna" },
    { name: "jun", gender: "male" },
  ]);
  const isPaused = async (someone: Dater) => ((await someone.get("/api/users/me")).body as { paused: boolean }).paused;
  const pause = (paused: unknown) => jun.put("/api/users/me", { paused });
  assertEquals(await isPaused(jun), false);
  assertEquals([await idsRecommendedTo(mina), await idsRecommendedTo(sora)], [[jun.id], [jun.id]]);
  const open = await ask(mina, jun);

  assertEquals(codeOf(await pause("yes")), "422 request.invalid");
  assertEquals((await pause(true)).status, 200);
  assertEquals((await pause(true)).status, 200);
  assertEquals(await isPaused(jun), true);
  assertEquals([await idsRecommendedTo(sora), await idsRecommendedTo(yuna)], [[], []], "today's lists and new ones");
  assertEquals((await idsRecommendedTo(jun)).sort(), [sora.id, yuna.id].sort(), "he still sees his own");

  // what has begun goes on
  assertEquals((await requestsOf(mina)).map(({ status }) => status), ["requested"]);
  assertEquals((await mina.get(`/api/matches/${jun.id}/compatibility`)).status, 200);
  assertEquals(askedAs(await jun.post(`/api/matches/${open}/accept`)).status, "matched");
  const asked = await ask(jun, yuna);
  assertEquals(askedAs(await yuna.post(`/api/matches/${asked}/accept`)).status, "matched");
  // she was shown him before
  assertEquals((await sora.post("/api/matches/request", { receiver_id: jun.id })).status, 201);

  const { log, registry } = server.system;
  assertEquals((await pause(false)).status, 200);
  assert(await registry.seen(projections, await log.head(), 20_000));
  const [hana] = await daters(server, [{ name: "hana" }]);
  assertEquals(await idsRecommendedTo(hana), [jun.id]);
  await assertSound(server.system);
});

Deno.test("someone may wish for `other`, and is shown those alone", async () => {
  await using server = await testServer();
  const [mina, kim, lee] = await daters(server, [
    { name: "mina" },
    { name: "kim", gender: "other" },
    { name: "lee", gender: "other", preferred_gender: "male" },
    { name: "jun", gender: "male", preferred_gender: "all" },
  ]);
  assertEquals((await mina.put("/api/users/me", { preferred_gender: "other" })).status, 200);
  const { preferred_gender } = (await mina.get("/api/users/me")).body as { preferred_gender: string };
  assertEquals(preferred_gender, "other");
  assertEquals(await idsRecommendedTo(mina), [kim.id]);
  assertEquals((await idsRecommendedTo(kim)).includes(mina.id), true);
  assertEquals((await idsRecommendedTo(lee)).includes(mina.id), false, "she is not wanted there");
  assertEquals(codeOf(await mina.put("/api/users/me", { preferred_gender: "anyone" })), "422 request.invalid");
});
