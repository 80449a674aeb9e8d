import { assertEquals } from "@std/assert";
import { access } from "../../src/apps.ts";
import type { Access } from "../../src/http/access.ts";
import { chatBetween } from "../chat/house.ts";
import { daters } from "../saju/house.ts";
import { report } from "../safety/house.ts";
import { codeOf, crowd, enter, matched, offered, type Person, wants } from "../support/client.ts";
import { type TestServer, testServer } from "../support/server.ts";
import { appoint, idOf } from "../support/staff.ts";

const read: Access[] = Object.values(access).filter(({ method }) => method === "GET");

/** What HEAD changes: how far the log goes, and who is noted as being in the queue. */
async function traces({ system: { log, sql } }: TestServer) {
  const [{ noted }] = await sql<{ noted: number }[]>`SELECT count(*)::integer AS noted FROM queue_presence`;
  return { head: await log.head(), noted };
}

async function statusOf({ access }: Person, server: TestServer, method: string, path: string): Promise<number> {
  const response = await fetch(server.url + path, { method, headers: { authorization: `Bearer ${access}` } });
  await response.body?.cancel();
  return response.status;
}

Deno.test("HEAD answers what GET would, and changes nothing, at every endpoint", async () => {
  await using server = await testServer();
  const [sora] = await daters(server, [
    { name: "소라" },
    ...["하늘", "바다", "구름"].map((name) => ({ name, gender: "male" as const })),
  ]);
  const [jun, hana, mina] = await crowd(server, ["jun", "hana", "mina"].map((name) => ({ name })));
  await appoint(server, sora);
  const things: Partial<Record<string, string>> = { chat: String(await chatBetween(server, [sora, jun])) };
  const reportId = await report(jun, { match_id: await matched(jun, hana), reason: "other" });

  const changed: Record<string, number> = {};
  for (const { path, of } of read) {
    // who has only registered for blind dates asks for no match
    const someone = path === access.requestMatch.path ? mina : sora;
    const asked = path.replace(/\{(\w+)\}/, (_, name) =>
      name === "report_id" ? String(reportId) : of && things[of] || String(idOf(jun))) +
      (path === access.requestMatch.path ? "?wait=0" : "");
    const before = await traces(server);
    const status = await statusOf(someone, server, "HEAD", asked);
    assertEquals(await traces(server), before, `HEAD ${asked}`);
    assertEquals(status, await statusOf(someone, server, "GET", asked), `HEAD ${asked} and then GET`);
    const after = await traces(server);
    if (after.head !== before.head) {
      changed[path] = after.head - before.head;
    }
  }
  const before = await traces(server);
  for (const path of ["/healthz", "/readyz", "/metrics", "/docs", "/openapi.json", "/asyncapi.json", "/call", "/ws"]) {
    assertEquals(await statusOf(sora, server, "HEAD", path), await statusOf(sora, server, "GET", path), path);
  }
  assertEquals(await traces(server), before);
  // the reads that leave an event: what this test is about
  assertEquals(changed, {
    [access.requestMatch.path]: 1,
    [access.recommendations.path]: 1,
    [access.viewReport.path]: 1,
  });
});

Deno.test("HEAD shows where someone is in the queue, and neither enters nor leaves it", async () => {
  await using server = await testServer();
  const [mina, jun] = await crowd(server, [{ name: "mina", gender: "female" }, { name: "jun" }]);
  const look = (someone: Person) => statusOf(someone, server, "HEAD", "/api/match/random/");
  await wants(mina, { gender: "male" });
  assertEquals(await look(mina), 402);
  assertEquals(codeOf(await mina.get("/api/match/random/")), "402 gems.not_enough");
  await wants(mina, {});
  assertEquals(await look(mina), 202);
  const before = await traces(server);
  assertEquals(await look(jun), 202);
  assertEquals(await traces(server), before);
  await enter(mina);
  assertEquals(await look(mina), 202);
  await offered(jun);
  assertEquals([await look(mina), await look(jun)], [200, 200]);
});
