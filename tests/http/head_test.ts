import { assertEquals } from "@std/assert";
import { access, apps } from "../support/apps.ts";
import { codeOf, crowd, enter, offered, type Person, wants } from "../support/client.ts";
import { matrices, type Reader } from "../support/matrix.ts";
import { type TestServer, testServer } from "../support/server.ts";
import { appoint, idOf } from "../support/staff.ts";

const brought = (await matrices()).map(([_app, matrix]) => matrix);
const read = Object.entries(access).filter(([_name, { method }]) => method === "GET");

/** What HEAD changes: how far the log goes, and who is noted as being in the queue. */
async function traces({ system: { log, sql } }: TestServer) {
  const noted = await Promise.all(brought.map((matrix) => matrix.noted?.(sql)));
  return { head: await log.head(), noted };
}

async function statusOf({ access }: Person, server: TestServer, method: string, path: string): Promise<number> {
  const response = await fetch(server.url + path, { method, headers: { authorization: `Bearer ${access}` } });
  await response.body?.cancel();
  return response.status;
}

Deno.test("HEAD answers what GET would, and changes nothing, at every endpoint", async () => {
  await using server = await testServer({ apps });
  const [someone, other] = await crowd(server, ["someone", "other"].map((name) => ({ name })));
  await appoint(server, someone);
  const readers: Record<string, Reader> = {};
  for (const matrix of brought) Object.assign(readers, await matrix.readers?.(server));

  const changed: Record<string, number> = {};
  for (const [name, { path }] of read) {
    const { reader, path: asked = path.replace(/\{\w+\}/, String(idOf(other))) } = readers[name] ?? { reader: someone };
    const before = await traces(server);
    const status = await statusOf(reader, server, "HEAD", asked);
    assertEquals(await traces(server), before, `HEAD ${asked}`);
    assertEquals(status, await statusOf(reader, server, "GET", asked), `HEAD ${asked} and then GET`);
    const after = await traces(server);
    if (after.head !== before.head) {
      changed[name] = after.head - before.head;
    }
  }
  const before = await traces(server);
  for (const path of ["/healthz", "/readyz", "/metrics", "/docs", "/openapi.json", "/asyncapi.json", "/call", "/ws"]) {
    assertEquals(await statusOf(someone, server, "HEAD", path), await statusOf(someone, server, "GET", path), path);
  }
  assertEquals(await traces(server), before);
  // the reads that leave an event: what this test is about
  assertEquals(changed, Object.assign({}, ...brought.map((matrix) => matrix.reads)));
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
