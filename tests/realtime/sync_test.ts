import { assert, assertEquals } from "@std/assert";
import { projections } from "../../src/apps.ts";
import { buy, crowd, type Person, wants } from "../support/client.ts";
import { type TestServer, testServer } from "../support/server.ts";
import { type Client, openSocket } from "../support/socket.ts";

type Snapshot = { cursor: string; matching: boolean; match: object | null; call: object | null; gems: object };

/** What a client is told once the read models show all that the frames said; before that, its cursor brings the rest. */
async function sync({ system: { log, registry } }: TestServer, person: Person): Promise<Snapshot> {
  assert(await registry.seen(projections, await log.head(), 10_000), "the read models lag behind");
  const { status, body } = await person.get("/api/sync");
  assertEquals(status, 200);
  return body as Snapshot;
}

/** A snapshot's cursor leaves nothing to be told. */
async function assertNothingMissed(client: Client, { cursor }: Snapshot): Promise<void> {
  const before = client.seen.length;
  client.say({ type: "resume", data: { cursor } });
  assertEquals((await client.next("resumed")).data, { recovered: true });
  assertEquals(client.seen.slice(before).map(({ type }) => type), ["resumed"]);
}

Deno.test("the snapshot says at each step what the frames said", async () => {
  await using server = await testServer();
  const [mina, jun] = await crowd(server, [{ name: "mina", gender: "female" }, { name: "jun" }]);
  await using one = await openSocket(server, mina);
  await using two = await openSocket(server, jun);
  await Promise.all([one.ask("ping"), two.ask("ping")]);
  const empty = { matching: false, match: null, call: null, gems: { balance: 0 } };
  const { cursor: _, ...first } = await sync(server, mina);
  assertEquals(first, { ...empty, chats: [], introductions: [], interviews: [] } as typeof first);

  await buy(server, mina);
  const bought = await one.next("gems.changed");
  assertEquals((await sync(server, mina)).gems, { balance: bought.data.balance });
  await wants(mina, { gender: "male" });
  await one.ask("match.request");
  assertEquals((await sync(server, mina)).matching, true);

  await two.ask("match.request");
  const offered = await one.next("match.offered");
  const { show_time_sec: _1, ...shown } = offered.data;
  const looking = await sync(server, mina);
  assertEquals(looking.match, { ...shown, status: "offered", start_by: null });
  await assertNothingMissed(one, looking);

  const { match_id } = offered.data;
  await Promise.all([one, two].map((who) => who.ask("match.decide", { match_id, decision: "accept" })));
  const [matched, spent] = [await one.next("match.matched"), await one.next("gems.changed")];
  const met = await sync(server, mina);
  assertEquals([met.matching, met.gems], [false, { balance: spent.data.balance }]);
  assertEquals(met.match, { ...shown, status: "matched", start_by: matched.data.start_by });
  assertEquals(spent.data.amount, -10);

  await two.ask("call.start", { match_id });
  const started = await one.next("call.started");
  const { by_me, ...call } = started.data;
  assertEquals(by_me, false);
  const talking = await sync(server, mina);
  assertEquals([talking.match, talking.call], [null, call]);
  await assertNothingMissed(one, talking);

  await two.ask("call.end", { call_session_id: call.call_session_id });
  await one.next("call.ended");
  const { cursor, ...last } = await sync(server, mina);
  assertEquals({ ...last, gems: null }, { ...first, gems: null } as unknown as typeof last & { gems: null });
  assert(cursor !== looking.cursor);
});
