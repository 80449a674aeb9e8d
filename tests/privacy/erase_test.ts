import { apps } from "../support/apps.ts";
import { assert, assertEquals } from "@std/assert";
import { signUp } from "../../src/accounts/sign_up.ts";
import { isRefusal } from "../../src/answers/refusals.ts";
import { codeOf, enter, isMatching, matched, person, send } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { hashOf } from "../support/facts.ts";
import { testClock, testServer } from "../support/server.ts";
import { filesOf, noHousekeeping, storePicture, subjectsOf } from "./house.ts";
import { assertSound, eventsOf } from "../support/sound.ts";
import { eraseAccount } from "../support/commands.ts";

const erasePath = "/api/users/me/erase";

Deno.test("an account is erased by its password, or soon after a login", async (t) => {
  const clock = testClock();
  await using server = await testServer({ now: clock.now });

  await t.step("the wrong password is refused, and counted", async () => {
    const mina = await person(server, { name: "mina" });
    assertEquals(codeOf(await mina.post(erasePath, { password: "wrong" })), "403 auth.password_wrong");
    const tries = Array.from({ length: 9 }, () => mina.post(erasePath, { password: "wrong" }));
    assertEquals((await Promise.all(tries)).map(codeOf), tries.map(() => "403 auth.password_wrong"));
    assertEquals(codeOf(await mina.post(erasePath, { password: mina.password })), "429 auth.too_many_failures");
    await server.system.sql`DELETE FROM login_attempts`;
    assertEquals((await mina.post(erasePath, { password: mina.password })).status, 200);
  });

  await t.step("a session of more than 5 minutes needs the password", async () => {
    const juno = await person(server, { name: "juno" });
    clock.advance(6 * 60);
    assertEquals(codeOf(await juno.post(erasePath, {})), "401 auth.password_needed");
    assertEquals(codeOf(await (await juno.refreshed()).post(erasePath)), "401 auth.password_needed");
    assertEquals((await (await juno.loggedIn()).del("/api/users/me")).status, 200);
  });

  await t.step("by either path, with the password in the body", async () => {
    const hana = await person(server, { name: "hana" });
    clock.advance(6 * 60);
    const headers = { authorization: `Bearer ${hana.access}` };
    const body = { password: hana.password };
    assertEquals((await send(server, "DELETE", "/api/users/me", body, { headers })).status, 200);
    assertEquals(codeOf(await hana.get("/api/user/profile/")), "401 auth.session_ended");
  });
  await assertSound(server.system);
});

Deno.test("whoever is erased is gone at once, and what they had open is over", async () => {
  await using server = await testServer({ apps });
  const { sql } = server.system;
  const [mina, juno] = [await person(server, { name: "mina" }), await person(server, { name: "juno" })];
  const elsewhere = await mina.loggedIn();
  await storePicture(mina, "profile_image");
  await storePicture(mina, "file");
  await mina.put("/api/match/location/", { latitude: 37.5, longitude: 127 });
  await mina.post("/api/match/settings/", { preferred_gender: "all", age_range: [19, 99], radius_km: null }, {
    headers: { "idempotency-key": "once" },
  });
  await matched(mina, juno);
  assertEquals((await filesOf(server)).length, 2);

  assertEquals((await mina.post(erasePath, { password: mina.password })).status, 200);
  assertEquals(await filesOf(server), []);
  const [left] = await sql`SELECT
    (SELECT count(*) FROM locations) AS locations, (SELECT count(*) FROM queue_presence WHERE user_id = 1) AS presence,
    (SELECT count(*) FROM idempotent_answers) AS answers, (SELECT count(*) FROM login_attempts WHERE key LIKE ${
    server.system.secrets.hash("login email mina") + "%"
  }) AS failures, (SELECT count(*) FROM known_addresses WHERE user_id = 1) AS known`;
  assertEquals(left, { locations: 0, presence: 0, answers: 0, failures: 0, known: 0 });
  assertEquals(await subjectsOf(server), [2]);
  const list = await Deno.readTextFile(`${server.installation.dataDir}/forgotten.jsonl`);
  assertEquals(list.trim().split("\n").map((line) => JSON.parse(line).subject), [1]);

  for (const session of [mina, elsewhere]) {
    assertEquals(codeOf(await session.get("/api/auth/sessions/")), "401 auth.session_ended");
    const refresh = await send(server, "POST", "/api/auth/refresh", { refresh: session.refresh });
    assertEquals(codeOf(refresh), "401 auth.refresh_invalid");
  }
  const login = await send(server, "POST", "/api/auth/login/", { username: mina.name, password: mina.password });
  assertEquals(codeOf(login), "401 auth.login_failed");
  const [lapsed] = await eventsOf(server.system, "MatchLapsed");
  assertEquals(lapsed.data.reason, "erased");
  await enter(juno);
  assertEquals(await isMatching(juno), true);
  // the name is free, and whoever takes it is somebody else
  const other = await person(server, { name: "mina" });
  assertEquals((await other.get("/api/history/recent/")).body, []);
  await assertSound(server.system);
});

Deno.test("logins that race with an erasure open no session after it", async () => {
  await using server = await testServer({ apps });
  for (let round = 0; round < 5; round++) {
    const name = `mina${round}`;
    const mina = await person(server, { name });
    const logins = Array.from(
      { length: 4 },
      () => send(server, "POST", "/api/auth/login/", { username: name, password: mina.password }),
    );
    const erased = await mina.post(erasePath, { password: mina.password });
    assertEquals(erased.status, 200);
    for (const { status, body } of await Promise.all(logins)) {
      if (status === 401) continue;
      const { access } = body as { access: string };
      const headers = { authorization: `Bearer ${access}` };
      await eventually(async () =>
        (await send(server, "GET", "/api/user/profile/", undefined, { headers })).status === 401
      );
    }
  }
  const open = await server.system.sql`SELECT FROM sessions WHERE ended_at IS NULL`;
  assertEquals(open.length, 0);
  await assertSound(server.system);
});

Deno.test("an erasure that broke off after its event is finished by the next process", async () => {
  await using server = await testServer({ apps });
  const mina = await person(server, { name: "mina" });
  await storePicture(mina, "profile_image");
  await mina.put("/api/match/location/", { latitude: 37.5, longitude: 127 });
  await server.stop();

  // what a process leaves that is killed right after the append
  {
    await using _ = await noHousekeeping(server.installation);
    await using other = await server.another();
    const erased = await other.system.run(eraseAccount, { userId: 1 }, { me: 1, correlationId: "test" });
    assert(!isRefusal(erased));
    assertEquals([await subjectsOf(other), (await filesOf(other)).length], [[1], 1]);
  }

  await using next = await server.another();
  await eventually(async () => (await subjectsOf(next)).length === 0);
  assertEquals(await filesOf(next), []);
  assertEquals([...await next.system.sql`SELECT FROM locations`], []);
});

Deno.test("a process that had the key in memory drops it", async () => {
  await using server = await testServer({ apps });
  await using other = await server.another();
  const mina = await person(server, { name: "mina" });
  await mina.at(other).get("/api/user/profile/");
  const keys = () => other.system.personal.load(new Set([1]));
  assertEquals((await keys()).size, 1);
  assertEquals((await mina.post(erasePath, { password: mina.password })).status, 200);
  await eventually(async () => (await keys()).size === 0);
  // nothing can be sealed for them again
  const again = await other.system.run(signUp, {
    userId: 1,
    username: "mina",
    usernameHash: hashOf("another mina"),
    skeletonHashes: [],
    passwordHash: "none",
    age: 25,
    gender: "male",
    profileImage: null,
  }, { me: 0, correlationId: "test" });
  assertEquals(isRefusal(again) && again.refusal, "server.busy");
});
