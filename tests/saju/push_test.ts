import { assert, assertEquals } from "@std/assert";
import { projections } from "../../src/apps.ts";
import { testServer } from "../support/server.ts";
import { openSocket } from "../support/socket.ts";
import { ask, askedAs, idsRecommendedTo, requestsOf, sheAndTwoMen } from "./house.ts";

Deno.test("requests and decisions are pushed to both, and stand in the snapshot while they are open", async () => {
  await using server = await testServer();
  const [mina, jun, ho] = await sheAndTwoMen(server);
  await idsRecommendedTo(mina);
  await using hers = await openSocket(server, mina);
  await using his = await openSocket(server, jun);
  await Promise.all([hers.ask("ping"), his.ask("ping")]);

  const match_id = await ask(mina, jun);
  const asked = { match_id, compatibility_score: (await requestsOf(mina))[0].compatibility_score };
  assertEquals((await his.next("introduction.requested")).data, { ...asked, user_id: mina.id, by_me: false });
  assertEquals((await hers.next("introduction.requested")).data, { ...asked, user_id: jun.id, by_me: true });
  const { system: { log, registry } } = server;
  assert(await registry.seen(projections, await log.head(), 20_000));
  const { body } = await jun.get("/api/sync");
  assertEquals((body as { introductions: unknown }).introductions, await requestsOf(jun, "?status=requested"));

  const { chat_id } = askedAs(await jun.post(`/api/matches/${match_id}/accept`));
  assertEquals((await hers.next("introduction.accepted")).data, { match_id, user_id: jun.id, chat_id });
  assertEquals((await his.next("introduction.accepted")).data, { match_id, user_id: mina.id, chat_id });
  const toHo = await ask(mina, ho);
  await ho.post(`/api/matches/${toHo}/decline`);
  assertEquals((await hers.next("introduction.declined")).data, { match_id: toHo, user_id: ho.id });
  assert(await registry.seen(projections, await log.head(), 20_000));
  assertEquals((await jun.get("/api/sync").then(({ body }) => body as { introductions: unknown })).introductions, []);
  assertEquals(his.seen.filter(({ type, data }) => type.startsWith("introduction.") && data.match_id === toHo), []);
});
