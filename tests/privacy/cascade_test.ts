import { assertEquals } from "@std/assert";
import { buy, callOf, locate, matched, person, wants } from "../support/client.ts";
import { testServer } from "../support/server.ts";
import { idOf } from "../support/staff.ts";

Deno.test("of an erased person what two share stays under an id that leads to nobody, and their own part goes", async () => {
  await using server = await testServer();
  const { sql } = server.system;
  const [mina, juno] = [
    await person(server, { name: "mina", gender: "female" }),
    await person(server, { name: "juno" }),
  ];
  await buy(server, mina);
  await wants(mina, { gender: "male" });
  await locate(mina, [37.5, 127]);
  const call_id = Number(await callOf(mina, await matched(mina, juno)));
  await juno.post("/api/call/end/", { call_session_id: String(call_id) });
  await mina.post("/api/history/rate/", { call_id, rating: 4, comment: "참 다정한 분" });
  const [me, other] = [idOf(mina), idOf(juno)];

  const shared = async () => ({
    calls: [...await sql`SELECT id, user1_id, user2_id FROM call_sessions`],
    ratings: [...await sql`SELECT rater_id, ratee_id, rating FROM call_ratings`],
    ledger: [...await sql`SELECT user_id, amount, reason FROM gem_transactions ORDER BY id`],
  });
  const before = await shared();
  assertEquals(before.ratings, [{ rater_id: me, ratee_id: other, rating: 4 }]);
  assertEquals([before.calls.length, before.ledger.length], [1, 2]);

  assertEquals((await mina.post("/api/users/me/erase", { password: mina.password })).status, 200);
  assertEquals(await shared(), before);
  const [left] = await sql`
    SELECT u.username, u.age, u.gender, u.email, u.profile_image, r.comment,
      (SELECT count(*)::integer FROM match_settings WHERE user_id = ${me}) AS settings,
      (SELECT count(*)::integer FROM locations WHERE user_id = ${me}) AS locations
    FROM users u, call_ratings r WHERE u.id = ${me}`;
  const none = { username: null, age: null, gender: null, email: null, profile_image: null, comment: null };
  assertEquals({ ...left }, { ...none, settings: 0, locations: 0 });
});
