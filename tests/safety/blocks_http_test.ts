import { assert, assertEquals } from "@std/assert";
import { z } from "zod";
import {
  callOf,
  codeOf,
  crowd,
  decide,
  enter,
  gemsOf,
  matched,
  offered,
  type Person,
  poolSize,
} from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { testServer } from "../support/server.ts";
import { openSocket } from "../support/socket.ts";
import { assertSound, eventsOf } from "../support/sound.ts";
import { idOf } from "../support/staff.ts";
import { block, report, said } from "./house.ts";

const list = z.array(z.strictObject({
  block_id: z.int(),
  met: z.strictObject({ kind: z.string(), id: z.int() }),
  username: z.string(),
  created_at: z.iso.datetime(),
}));
const blocksOf = async (someone: Person) => list.parse((await someone.get("/api/blocks")).body);

Deno.test("blocks are made by where two met, listed newest first and taken back", async () => {
  await using server = await testServer({ config: { REMATCH_COOLDOWN_SEC: "0" } });
  const [mina, juno] = await crowd(server, [{ name: "mina" }, { name: "juno" }, { name: "third" }]);
  const match_id = await matched(mina, juno);
  const call_session_id = await callOf(mina, match_id);
  const call_id = Number(call_session_id);

  const block_id = await block(mina, { call_id });
  assertEquals(await block(mina, { match_id }), block_id, "the same person, met otherwise");
  const [ended] = await eventsOf(server.system, "CallEnded");
  assertEquals(ended.data.reason, "blocked");
  assertEquals(codeOf(await juno.post("/api/call/end/", { call_session_id })).slice(0, 3), "200");

  assertEquals((await blocksOf(mina)).map(({ created_at: _, ...shown }) => shown), [
    { block_id, met: { kind: "call", id: call_id }, username: "juno" },
  ]);
  assertEquals(await blocksOf(juno), [], "whoever is blocked does not learn of it");
  const back = await block(juno, { match_id });

  // the past stays
  const { body } = await mina.get("/api/history/recent/");
  assertEquals(z.array(z.looseObject({ username: z.string() })).parse(body).map(({ username }) => username), ["juno"]);
  assertEquals((await juno.post("/api/history/rate/", { call_id, rating: 1 })).status, 201);

  assertEquals(codeOf(await juno.del(`/api/blocks/${block_id}`)), "404 block.unknown");
  assertEquals(said(await mina.del(`/api/blocks/${block_id}`)), [200, { message: "차단을 해제했습니다." }]);
  assertEquals(codeOf(await mina.del(`/api/blocks/${block_id}`)), "404 block.unknown");
  assertEquals(await blocksOf(mina), []);

  // the other's own block still stands, until that is taken back, too
  await enter(mina);
  await enter(juno);
  await eventually(async () => await poolSize(server) === 2);
  const polls = [offered(mina), offered(juno)];
  assertEquals((await juno.del(`/api/blocks/${back}`)).status, 200);
  const [met] = await Promise.all(polls);
  assertEquals(met.matched_user.username, "juno");
  await assertSound(server.system);
});

Deno.test("who is blocked while both wait is not met, and who else waits is", async () => {
  await using server = await testServer({ config: { REMATCH_COOLDOWN_SEC: "0" } });
  const [mina, juno, third] = await crowd(server, [{ name: "mina" }, { name: "juno" }, { name: "third" }]);
  await enter(mina);
  const { match_id } = await offered(juno);
  await decide(juno, match_id, "reject");
  await block(mina, { match_id });
  await enter(juno);
  await eventually(async () => await poolSize(server) === 2);
  const [met, seen] = await Promise.all([offered(third), offered(mina)]);
  assertEquals([met.matched_user.username, seen.matched_user.username], ["mina", "third"]);
  assertEquals((await juno.get("/api/match/random/?wait=0")).status, 202);
  await assertSound(server.system);
});

Deno.test("a block while both decide answers next, and gives gems back while it rings", async () => {
  await using server = await testServer({ config: { REMATCH_COOLDOWN_SEC: "0" } });
  const [mina, juno] = await crowd(server, [{ name: "mina" }, { name: "juno" }]);
  await enter(mina);
  const { match_id } = await offered(juno);
  const yes = decide(juno, match_id, "accept");
  await eventually(async () => (await eventsOf(server.system, "MatchAccepted")).length > 0);
  const block_id = await block(mina, { match_id });
  assertEquals(await yes, "next");
  assertEquals(
    codeOf(await mina.post("/api/match/decision/", { match_id, decision: "accept" })),
    '200 {"status":"next"}',
  );
  await mina.del(`/api/blocks/${block_id}`);

  const ringing = await matched(mina, juno);
  await block(juno, { match_id: ringing });
  assertEquals(codeOf(await mina.post("/api/call/start/", { match_id: ringing })), "409 match.lapsed");
  assertEquals([await gemsOf(mina), await gemsOf(juno)], [0, 0]);
  await assertSound(server.system);
});

Deno.test("whom one did not meet one cannot name, whether or not they are there", async () => {
  await using server = await testServer();
  const [mina, juno, stranger] = await crowd(server, [{ name: "mina" }, { name: "juno" }, { name: "stranger" }]);
  const match_id = await matched(mina, juno);
  const call_id = Number(await callOf(mina, match_id));
  for (const path of ["/api/blocks", "/api/reports"]) {
    const ask = async (someone: Person, body: Record<string, unknown>) =>
      codeOf(await someone.post(path, { reason: "other", ...body }));
    for (const id of [match_id, match_id + 1]) assertEquals(await ask(stranger, { match_id: id }), "404 match.unknown");
    for (const id of [call_id, call_id + 1]) assertEquals(await ask(stranger, { call_id: id }), "404 call.unknown");
    for (const id of [idOf(juno), idOf(mina), 999_999]) {
      assertEquals(await ask(mina, { user_id: id }), "404 account.unknown");
      assertEquals(await ask(mina, { chat_id: id }), "404 chat.unknown");
    }
    for (const body of [{}, { match_id, call_id }, { match_id: "one" }, { match_id: 0 }]) {
      assertEquals(await ask(mina, body), "422 request.invalid");
    }
  }
  assertEquals((await eventsOf(server.system, "PersonBlocked")).length, 0);
  assertEquals(codeOf(await mina.post("/api/reports", { reason: "boring", match_id })), "422 request.invalid");
});

Deno.test("blocks and reports sent many times at once are one each, and none is lost with its answer", async () => {
  await using server = await testServer();
  await using other = await server.another();
  const [mina, juno] = await crowd(server, [{ name: "mina" }, { name: "juno" }]);
  const match_id = await matched(mina, juno);
  const doors = Array.from({ length: 10 }, (_, n) => n % 2 === 0 ? mina : mina.at(other));
  const blocks = await Promise.all(doors.map((door) => block(door, { match_id })));
  assertEquals(new Set(blocks).size, 1);
  const reports = await Promise.all(doors.map((door) => report(door, { match_id })));
  assertEquals(new Set(reports).size, 1);
  assertEquals((await eventsOf(server.system, "PersonBlocked")).length, 1);
  assertEquals((await eventsOf(server.system, "PersonReported")).length, 1);
  const key = { headers: { "idempotency-key": "again" } };
  const first = await juno.post("/api/blocks", { match_id }, key);
  const repeat = await juno.post("/api/blocks", { match_id }, key);
  assertEquals(said(repeat), said(first));
  assert(repeat.headers.has("idempotency-replayed"));
  await assertSound(server.system);
});

Deno.test("after a block nobody learns the other's new name, in either app", async () => {
  await using server = await testServer();
  const [mina, juno] = await crowd(server, [{ name: "mina" }, { name: "juno" }]);
  const { cursor } = (await mina.get("/api/sync")).body as { cursor: string };
  const call_id = Number(await callOf(mina, await matched(mina, juno)));
  await juno.post("/api/call/end/", { call_session_id: String(call_id) });
  await block(juno, { call_id });
  assertEquals((await juno.patch("/api/user/profile/", { username: "needle" })).status, 200);
  await block(mina, { call_id });
  const { body } = await mina.get("/api/history/recent/");
  assertEquals([(body as { username: string }[])[0].username, (await blocksOf(mina))[0].username], ["juno", "juno"]);
  await using socket = await openSocket(server, mina);
  socket.say({ type: "resume", data: { cursor } });
  assertEquals((await socket.next("resumed")).data, { recovered: true });
  assert(socket.seen.some(({ type }) => type === "call.started"), "what was missed comes");
  assert(!JSON.stringify(socket.seen).includes("needle"), JSON.stringify(socket.seen));
});
