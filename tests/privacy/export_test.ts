import { assert, assertEquals } from "@std/assert";
import { z } from "zod";
import { decode } from "../../src/log/codec.ts";
import { apps } from "../support/apps.ts";
import { matrices } from "../support/matrix.ts";
import { exportSchema } from "../../src/privacy/export_person.ts";
import { sharesOf } from "../../src/privacy/shares.ts";
import { readSample, sampleNames } from "../events/samples.ts";
import { buy, callOf, codeOf, locate, matched, type Person, person, wants } from "../support/client.ts";
import { testServer } from "../support/server.ts";
import { storePicture } from "./house.ts";
import { foundIn, type Needles } from "./needles.ts";

const record = z.record(z.string(), z.unknown());
const records = z.array(record);
const shape = z.object({
  account: record,
  sessions: records,
  settings: record.nullable(),
  location: record.nullable(),
  calls: records,
  ratings: z.object({ given: records, received: record }),
  gems: z.object({ balance: z.int(), transactions: records, payments: records }),
  blocks: records,
  reports: records,
  pictures: z.array(z.string()),
  events: z.array(z.object({ type: z.string(), data: record })),
});
const shareOf = sharesOf(apps);

const comments = { ofMina: "참 다정한 분", ofJuno: "목소리가 좋은 분" };

async function exportOf(someone: Person) {
  const { status, body, headers } = await someone.get("/api/users/me/export");
  assertEquals([status, headers.get("cache-control")], [200, "no-store"]);
  return { text: JSON.stringify(body), all: shape.parse(exportSchema(apps).parse(body)) };
}

Deno.test("an export holds all that is a person's, and nothing of whom they met", async () => {
  await using server = await testServer({ apps });
  const { sql } = server.system;
  // ids of people that occur as no other number
  await sql`SELECT setval('user_ids', 7310001)`;
  const mina = await person(server, { name: "mina-of-the-export", gender: "female" });
  const juno = await person(server, { name: "juno-of-the-export" });
  await buy(server, mina);
  await wants(mina, { gender: "male" });
  await locate(mina, [37.5, 127]);
  await storePicture(mina, "profile_image");
  const call_id = Number(await callOf(mina, await matched(mina, juno)));
  assertEquals((await juno.post("/api/call/end/", { call_session_id: String(call_id) })).status, 200);
  await mina.post("/api/history/rate/", { call_id, rating: 4, comment: comments.ofMina });
  await juno.post("/api/history/rate/", { call_id, rating: 5, comment: comments.ofJuno });
  assertEquals((await mina.post("/api/reports", { call_id, reason: "other", comment: "내 신고" })).status, 201);
  assertEquals((await juno.post("/api/reports", { call_id, reason: "other", comment: "그의 신고" })).status, 201);
  assertEquals((await mina.post("/api/blocks", { call_id })).status, 201);
  const asked = { email: "mina@mail.example", password: mina.password };
  assertEquals((await mina.put("/api/user/email/", asked)).status, 200);
  await mina.refreshed();

  const [{ all, text }, other] = [await exportOf(mina), await exportOf(juno)];
  assertEquals([all.account.username, all.account.gender, all.account.age], ["mina-of-the-export", "female", 25]);
  assertEquals([all.account.email, all.account.email_verified], ["mina@mail.example", false]);
  assertEquals(
    all.events.filter(({ type }) => type === "EmailChanged").map(({ data }) => data),
    [{ email: "mina@mail.example" }],
  );
  assertEquals([all.sessions.length, all.sessions[0].address], [1, "127.0.0.1"]);
  assertEquals([all.settings?.preferred_gender, typeof all.location?.cell], ["male", "string"]);
  assertEquals(all.calls.map((call) => call.call_id), [call_id]);
  assertEquals(all.ratings.given.map(({ rating, comment }) => [rating, comment]), [[4, comments.ofMina]]);
  assertEquals(all.ratings.received, { count: 1, mean: 5 });
  assertEquals([all.gems.balance, all.gems.transactions.length, all.gems.payments.length], [90, 2, 1]);
  assertEquals(all.blocks.map(({ met }) => met), [{ kind: "call", id: call_id }]);
  assertEquals(all.reports.map(({ about }) => about), [{ kind: "call", id: call_id }]);
  assertEquals(all.pictures, [String(all.account.profile_image)]);
  const types = new Set(all.events.map(({ type }) => type));
  for (
    const type of [
      "AccountRegistered",
      "SessionRefreshed",
      "MatchSettingsSaved",
      "GemsCharged",
      "GemsSpent",
      "CallRated",
    ]
  ) assert(types.has(type), `${type} is not in the export`);
  assert(text.includes("내 신고"));

  const ids = await sql<{ id: number }[]>`SELECT id FROM users ORDER BY id`;
  const [minaId, junoId] = ids.map(({ id }) => String(id));
  for (const theirs of ["juno", junoId, comments.ofJuno, "그의 신고", "argon2"]) {
    assertEquals(text.includes(theirs), false, `mina's export holds ${theirs}`);
  }
  for (const theirs of ["mina", minaId, comments.ofMina, "내 신고", "argon2"]) {
    assertEquals(other.text.includes(theirs), false, `juno's export holds ${theirs}`);
  }
  // whoever was blocked does not learn of it
  assertEquals([other.all.blocks, /block/i.test(JSON.stringify(other.all.events))], [[], false]);

  assertEquals((await mina.post("/api/users/me/erase")).status, 200);
  assertEquals(codeOf(await mina.get("/api/users/me/export")), "401 auth.session_ended");
  const later = await exportOf(juno);
  assertEquals([later.all.calls.length, later.all.ratings.received], [1, { count: 1, mean: 4 }]);
});

Deno.test("an export holds what a person said in each app, and nobody else's does", async () => {
  await using server = await testServer({ apps });
  const [mina, juno] = [
    await person(server, { name: "mina", gender: "female" }),
    await person(server, { name: "juno" }),
  ];
  const said: Needles = {};
  for (const [_app, { life }] of await matrices()) Object.assign(said, await life?.live({ server, mina, juno }));
  const [hers, his] = [await mina.get("/api/users/me/export"), await juno.get("/api/users/me/export")];
  assertEquals(foundIn(JSON.stringify(hers.body), said), Object.keys(said));
  assertEquals(foundIn(JSON.stringify(his.body), said), []);
});

/** Fields in which an event names people. */
const namingPeople = new Set(
  ["userId", "userIds", "requeued", "by", "acceptedBy", "startedBy", "raterId", "rateeId", "blockerId", "blockedId"]
    .concat("reporterId", "reportedId", "senderId", "requesterId", "receiverId"),
);

/** The same event of people whose ids occur as no other number. */
function renumbered(value: unknown, field = ""): unknown {
  if (typeof value === "number") return namingPeople.has(field) ? value + 7_000_000 : value;
  if (Array.isArray(value)) return value.map((one) => renumbered(one, field));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, renumbered(one, name)]));
}

const noKeys = {
  load: () => Promise.resolve(new Map()),
  forSealing: () => Promise.resolve(new Map()),
  forget: () => {},
  erase: () => Promise.resolve(),
};

Deno.test("what any event says to one of its people names none of the others", async () => {
  let shared = 0;
  for (const name of await sampleNames()) {
    const { type, version, tags, data } = await readSample(name);
    const people = tags.flatMap((tag) => /^user:(\d+)$/.exec(tag)?.[1] ?? []).map((id) => Number(id) + 7_000_000);
    const row = { type, version, tags, data: renumbered(data) as typeof data, position: 1, recorded_at: new Date(0) };
    const [event] = await decode([{ ...row, meta: { actor: null, correlationId: "", app: "system" } }], noKeys);
    for (const me of people) {
      const isNamed = JSON.stringify(row.data).includes(String(me));
      const todo = "add the field that names them to `namingPeople` in tests/privacy/export_test.ts";
      assert(isNamed, `${name} has the tag of user ${me - 7_000_000}, whom none of the known fields names: ${todo}`);
      const share = JSON.stringify(shareOf(event, me) ?? {});
      if (share !== "{}") shared++;
      assertEquals(share.match(/70000\d\d/g), null, `${name} names somebody to ${me}`);
    }
  }
  assert(shared > 25, `only ${shared} shares were looked at`);
});
