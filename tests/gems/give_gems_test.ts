import { assertEquals } from "@std/assert";
import { AccountErased } from "../../events/accounts.ts";
import { GemsGiven } from "../../events/gems.ts";
import { PersonBlocked, PersonUnblocked } from "../../events/safety.ts";
import { giftsADay } from "../../projections/gems/gem_gifts.ts";
import { giveGems } from "../../src/gems/give_gems.ts";
import { buy, callOf, codeOf, matched, person as signedUp, send } from "../support/client.ts";
import { charged, hashOf, person } from "../support/facts.ts";
import { at, given } from "../support/given.ts";
import { testServer } from "../support/server.ts";

const met = { kind: "call", id: 9 };
const gift = { other: 2, met, unknown: "call.unknown", gems: 30 } as const;
const both = [...person(1), ...person(2)];
const gave = (sec: number, n = 0, [userId, receiverId] = [1, 2]) =>
  GemsGiven({ entryId: 500 + 2 * n, userId, receiverId, receiverEntryId: 501 + 2 * n, amount: 30, met, at: at(sec) });
const blocked = (blockerId: number, blockedId: number) =>
  PersonBlocked({ blockId: 4, blockerId, blockedId, met, blockedAt: at(0) });

Deno.test("a gift is one event with an entry for each, and says what the giver has left", () => {
  const given100 = given(...both, charged(1, 100)).when(giveGems, gift, { me: 1 });
  given100.then(
    GemsGiven({ entryId: 1000, userId: 1, receiverId: 2, receiverEntryId: 1001, amount: 30, met, at: at(0) }),
  );
  given100.answers({ new_balance: 70 });
});

Deno.test("what was given is gone, and what was received may be given on", () => {
  given(...both, charged(1, 50), gave(-9)).when(giveGems, gift, { me: 1 }).refuses("gems.not_enough");
  given(...both, charged(1, 50), gave(-9)).when(giveGems, { ...gift, other: 1 }, { me: 2 }).answers({ new_balance: 0 });
});

Deno.test("a block of either is answered as if there were no such call, whatever one has", () => {
  for (const block of [blocked(1, 2), blocked(2, 1)]) {
    given(...both, charged(1, 100), block).when(giveGems, gift, { me: 1 }).refuses("call.unknown");
    given(...both, block).when(giveGems, gift, { me: 1 }).refuses("call.unknown");
  }
  const over = PersonUnblocked({ blockId: 4, blockerId: 2, blockedId: 1 });
  given(...both, charged(1, 100), blocked(2, 1), over).when(giveGems, gift, { me: 1 }).answers({ new_balance: 70 });
});

Deno.test("nobody gives to themselves, nor to whose account is erased", () => {
  given(...both, charged(1, 100)).when(giveGems, { ...gift, other: 1 }, { me: 1 }).refuses("call.unknown");
  const gone = AccountErased({ userId: 2, usernameHash: hashOf("user2"), emailHash: null });
  given(...both, charged(1, 100), gone).when(giveGems, gift, { me: 1 }).refuses("account.unknown");
});

Deno.test("so many gifts may be given in 24 hours, and whoever received as many may still give", () => {
  const before = [...both, charged(1, 1_000), ...Array.from({ length: giftsADay }, (_, n) => gave(n, n))];
  const day = 24 * 3600;
  given(...before).when(giveGems, gift, { me: 1, atSec: day - 1 }).refuses("gems.too_many_gifts");
  given(...before).when(giveGems, gift, { me: 1, atSec: day }).answers({ new_balance: 1_000 - 21 * 30 });
  const next = [...before, gave(day, giftsADay)];
  given(...next).when(giveGems, gift, { me: 1, atSec: day }).refuses("gems.too_many_gifts");
  given(...next).when(giveGems, gift, { me: 1, atSec: day + 1 }).answers({ new_balance: 1_000 - 22 * 30 });
  given(...before).when(giveGems, { ...gift, other: 1 }, { me: 2, atSec: 60 }).answers({ new_balance: 570 });
});

Deno.test("a gift over HTTP: both see it, one key gives once, and only one's own call names somebody", async () => {
  await using server = await testServer();
  const [mina, juno, sora] = [
    await signedUp(server, { name: "mina" }),
    await signedUp(server, { name: "juno" }),
    await signedUp(server, { name: "sora" }),
  ];
  await buy(server, mina);
  const call_id = Number(await callOf(mina, await matched(mina, juno)));
  const body = { call_id, gems: 30 };
  const headers = { authorization: `Bearer ${mina.access}`, "idempotency-key": "a-gift" };
  for (const _ of ["once", "again"]) {
    const { status, body: answered } = await send(server, "POST", "/api/gem/gifts/", body, { headers });
    assertEquals([status, answered], [200, { new_balance: 70 }]);
  }
  const ledgerOf = async (someone: typeof mina) =>
    ((await someone.get("/api/gem/transactions/")).body as { id: number; amount: number; reason: string }[])
      .filter(({ reason }) => reason === "gift");
  const [[hers], [his]] = [await ledgerOf(mina), await ledgerOf(juno)];
  assertEquals([hers.amount, his.amount, hers.id !== his.id], [-30, 30, true]);
  assertEquals((await juno.get("/api/gem/balance/")).body, { gems: 30 });

  assertEquals(codeOf(await sora.post("/api/gem/gifts/", body)), "404 call.unknown");
  assertEquals(codeOf(await mina.post("/api/gem/gifts/", { ...body, gems: 71 })), "402 gems.not_enough");
  for (const gems of [0, 1_001, 1.5]) {
    assertEquals(codeOf(await mina.post("/api/gem/gifts/", { ...body, gems })), "422 request.invalid");
  }
  for (let n = 2; n <= giftsADay; n++) {
    assertEquals((await mina.post("/api/gem/gifts/", { ...body, gems: 1 })).status, 200);
  }
  const { status, headers: said } = await mina.post("/api/gem/gifts/", { ...body, gems: 1 });
  const wait = Number(said.get("retry-after"));
  assertEquals([status, wait > 86_000 && wait <= 86_400], [429, true]);
  assertEquals((await juno.post("/api/blocks", { call_id })).status, 201);
  const [here, nowhere] = [
    await mina.post("/api/gem/gifts/", body),
    await mina.post("/api/gem/gifts/", { ...body, call_id: call_id + 1_000 }),
  ];
  assertEquals([here.status, here.body], [nowhere.status, nowhere.body]);
});
