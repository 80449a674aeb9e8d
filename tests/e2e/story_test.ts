import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from "jose";
import sharp from "sharp";
import { z } from "zod";
import {
  type Answer,
  callOf,
  codeOf,
  decide,
  enter,
  gemsOf,
  isMatching,
  matched,
  offered,
  paymentToken,
  person,
  send,
} from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { testClock, testServer } from "../support/server.ts";
import { assertSound } from "../support/sound.ts";

const sessionList = z.array(z.strictObject({
  id: z.uuid(),
  device: z.string().nullable(),
  device_name: z.string().nullable(),
  address: z.string().nullable(),
  started_at: z.iso.datetime(),
  refreshed_at: z.iso.datetime(),
  current: z.boolean(),
}));
const tokenPair = z.strictObject({ access: z.string(), refresh: z.string() });

/** A second by the contract, and what a busy machine takes. */
const soonMs = 3_000;

const said = (answer: Answer) => [answer.status, answer.body];

async function picture(width: number, height: number): Promise<Blob> {
  const image = sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 90 } } });
  return new Blob([new Uint8Array(await image.png().toBuffer())], { type: "image/png" });
}

function form(fields: Record<string, string | Blob>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}

// the whole story of the contract with clients, in its order
// deno-lint-ignore shape/function-length
Deno.test("two people from sign-up to rating", async (t) => {
  await using server = await testServer({ config: { STUN_URLS: "stun:localhost:3478" } });
  const password = "correct horse";

  await t.step("signing up: a form with an image, and JSON", async () => {
    const fields = { username: "미나", password, age: "24", gender: "female" };
    const mina = await send(
      server,
      "POST",
      "/api/auth/signup/",
      form({ ...fields, profile_image: await picture(30, 20) }),
    );
    assertEquals(said(mina), [201, { message: "회원가입이 완료되었습니다." }]);
    const juno = await send(server, "POST", "/api/auth/signup", {
      username: "juno",
      password,
      age: 31,
      gender: "male",
    });
    assertEquals(said(juno), [201, { message: "회원가입이 완료되었습니다." }]);
  });

  await t.step("a name is taken however it is written, and nobody is too young", async () => {
    const signUp = (more: Record<string, unknown>) =>
      send(server, "POST", "/api/auth/signup/", { username: "x", password, age: 20, gender: "male", ...more });
    assertEquals(codeOf(await signUp({ username: "ＪＵＮＯ" })), "409 account.username_taken");
    assertEquals(codeOf(await signUp({ age: 18 })), "422 account.too_young");
  });

  const logIn = async (username: string) => {
    const answer = await send(server, "POST", "/api/auth/login/", { username, password });
    assertEquals(answer.status, 200);
    return tokenPair.parse(answer.body);
  };
  const as = ({ access }: { access: string }) => ({ headers: { authorization: `Bearer ${access}` } });
  const mina = await logIn("미나");
  const juno = await logIn("juno");

  await t.step("a wrong password and an unknown name get the same answer", async () => {
    const wrong = await send(server, "POST", "/api/auth/login/", { username: "juno", password: "wrong" });
    const nobody = await send(server, "POST", "/api/auth/login/", { username: "nobody", password: "wrong" });
    assertEquals(wrong.body, nobody.body);
    assertEquals([wrong.status, codeOf(nobody)], [401, "401 auth.login_failed"]);
  });

  await t.step("the profile, with the image that was sent", async () => {
    const { status, body } = await send(server, "GET", "/api/user/profile/", undefined, as(mina));
    const profile = z.strictObject({
      username: z.literal("미나"),
      age: z.literal(24),
      gender: z.literal("female"),
      profile_image: z.string().regex(/^\/media\/[\w-]{22}\.webp$/),
      rating: z.null(),
      date_joined: z.iso.datetime(),
      is_active: z.literal(true),
      is_matching: z.literal(false),
    });
    assertEquals(status, 200);
    const image = await fetch(`${server.url}${profile.parse(body).profile_image}`);
    assertEquals([image.status, image.headers.get("content-type")], [200, "image/webp"]);
    const { width, height } = await sharp(new Uint8Array(await image.arrayBuffer())).metadata();
    assertEquals([width, height], [30, 20]);
  });

  await t.step("PUT and PATCH change what is sent and nothing else", async () => {
    const changed = { message: "프로필이 수정되었습니다." };
    const renamed = form({ username: "민아", profile_image: await picture(10, 10) });
    assertEquals(said(await send(server, "PUT", "/api/user/profile/", renamed, as(mina))), [200, changed]);
    assertEquals(said(await send(server, "PATCH", "/api/user/profile", { age: 25 }, as(mina))), [200, changed]);
    const { body } = await send(server, "GET", "/api/user/profile", undefined, as(mina));
    const now = z.looseObject({ username: z.string(), age: z.int(), gender: z.string() }).parse(body);
    assertEquals([now.username, now.age, now.gender], ["민아", 25, "female"]);
    const taken = await send(server, "PATCH", "/api/user/profile/", { username: "Juno" }, as(mina));
    assertEquals(codeOf(taken), "409 account.username_taken");
    const old = await send(server, "POST", "/api/auth/login/", { username: "미나", password });
    assertEquals(codeOf(old), "401 auth.login_failed");
    await logIn("민아");
  });

  await t.step("conditions are saved and answered, with what holds before any", async () => {
    const path = "/api/match/settings/";
    const before = await send(server, "GET", path, undefined, as(mina));
    assertEquals(said(before), [200, { preferred_gender: "all", age_range: [19, 99], radius_km: null }]);
    const wanted = { preferred_gender: "male", age_range: [25, 35], radius_km: null };
    const saved = await send(server, "POST", path, wanted, as(mina));
    assertEquals(said(saved), [200, { message: "매칭 조건이 저장되었습니다." }]);
    assertEquals(said(await send(server, "GET", path, undefined, as(mina))), [200, wanted]);
    const away = { latitude: 37.5665, longitude: 126.978 };
    const located = await send(server, "PUT", "/api/match/location/", away, as(mina));
    assertEquals(said(located), [200, { message: "위치가 저장되었습니다." }]);
  });

  await t.step("conditions must be paid for; a payment is credited once for ever", async () => {
    assertEquals(
      codeOf(await send(server, "GET", "/api/match/random/?wait=0", undefined, as(mina))),
      "402 gems.not_enough",
    );
    const balance = await send(server, "GET", "/api/gem/balance/", undefined, as(mina));
    assertEquals(said(balance), [200, { gems: 0 }]);
    const payment_token = await paymentToken(server, "gems_100");
    const credited = [200, { gems_added: 100, new_balance: 100 }];
    const charge = (who: typeof mina) => send(server, "POST", "/api/gem/charge/", { payment_token }, as(who));
    assertEquals(said(await charge(mina)), credited);
    assertEquals(said(await charge(mina)), credited);
    assertEquals(codeOf(await charge(juno)), "409 payment.of_another");
  });

  const { match_id } = await (async () => {
    const shown = { show_time_sec: 10 };
    const [hers, his] = await Promise.all([mina, juno].map(async (who) => {
      const answer = await send(server, "GET", "/api/match/random/", undefined, as(who));
      assertEquals([answer.status, answer.headers.get("cache-control")], [200, "no-store"]);
      return z.strictObject({
        match_id: z.int(),
        matched_user: z.unknown(),
        show_time_sec: z.int(),
        expires_at: z.iso.datetime(),
      }).parse(answer.body);
    }));
    const { body } = await send(server, "GET", "/api/user/profile/", undefined, as(mina));
    const { profile_image } = z.looseObject({ profile_image: z.string() }).parse(body);
    const { match_id, expires_at } = his;
    const about = { match_id, expires_at, ...shown };
    assertEquals(hers, {
      ...about,
      matched_user: { username: "juno", age: 31, gender: "male", profile_image: null, rating: null },
    });
    assertEquals(his, {
      ...about,
      matched_user: { username: "민아", age: 25, gender: "female", profile_image, rating: null },
    });
    return { match_id };
  })();

  await t.step("a repeat returns the open offer, and POST is an alias", async () => {
    const again = await send(server, "POST", "/api/match/random", undefined, as(mina));
    assertEquals(z.looseObject({ match_id: z.int() }).parse(again.body).match_id, match_id);
  });

  await t.step("both accept: matched for both, the gems spent once", async () => {
    const accept = (who: typeof mina) =>
      send(server, "POST", "/api/match/decision/", { match_id, decision: "accept" }, as(who));
    const early = await send(server, "POST", "/api/call/start/", { match_id }, as(mina));
    assertEquals(codeOf(early), "409 match.not_made");
    const both = await Promise.all([accept(mina), accept(juno)]);
    assertEquals(both.map(said), [[200, { status: "matched" }], [200, { status: "matched" }]]);
    assertEquals(said(await accept(juno)), [200, { status: "matched" }]);
    const reject = await send(server, "POST", "/api/match/decision/", { match_id, decision: "reject" }, as(mina));
    assertEquals(codeOf(reject), "409 match.decided_otherwise");
    const balance = await send(server, "GET", "/api/gem/balance", undefined, as(mina));
    assertEquals(balance.body, { gems: 85 });
  });

  const call_session_id = await (async () => {
    const start = (who: typeof mina) => send(server, "POST", "/api/call/start/", { match_id }, as(who));
    const [hers, his] = await Promise.all([start(mina), start(juno)]);
    assertEquals(hers.status, 200);
    assertEquals(said(hers), said(his));
    return z.strictObject({
      call_session_id: z.string().regex(/^\d+$/),
      ice_servers: z.tuple([z.strictObject({ urls: z.tuple([z.literal("stun:localhost:3478")]) })]),
    }).parse(hers.body).call_session_id;
  })();

  await t.step("in a call there is no matching; ending it twice is harmless", async () => {
    assertEquals(codeOf(await send(server, "GET", "/api/match/random/", undefined, as(juno))), "409 match.in_call");
    const call_id = Number(call_session_id);
    const early = await send(server, "POST", "/api/history/rate/", { call_id, rating: 5 }, as(mina));
    assertEquals(codeOf(early), "409 call.not_ended");
    const end = (who: typeof mina) => send(server, "POST", "/api/call/end/", { call_session_id }, as(who));
    for (const who of [juno, mina, juno]) {
      assertEquals(said(await end(who)), [200, { message: "통화가 종료되었습니다." }]);
    }
    assertEquals(codeOf(await send(server, "POST", "/api/call/start/", { match_id }, as(mina))), "409 call.ended");
  });

  await t.step("history and rating, each once", async () => {
    const call_id = Number(call_session_id);
    const line = (username: string, rated: boolean) =>
      z.tuple([z.strictObject({
        call_id: z.literal(call_id),
        username: z.literal(username),
        call_time: z.iso.datetime(),
        ended_at: z.iso.datetime(),
        duration_sec: z.int().nonnegative(),
        rated: z.literal(rated),
      })]);
    const recent = (who: typeof mina) => send(server, "GET", "/api/history/recent/", undefined, as(who));
    line("juno", false).parse((await recent(mina)).body);
    const rating = { call_id, rating: 4, comment: "즐거웠어요" };
    const rated = await send(server, "POST", "/api/history/rate/", rating, as(mina));
    assertEquals(said(rated), [201, { message: "평가가 등록되었습니다." }]);
    assertEquals(
      codeOf(await send(server, "POST", "/api/history/rate/", rating, as(mina))),
      "409 rating.already_given",
    );
    line("juno", true).parse((await recent(mina)).body);
    line("민아", false).parse((await recent(juno)).body);
    assertEquals((await send(server, "GET", `/api/history/recent?before=${call_id}`, undefined, as(mina))).body, []);
  });

  await t.step("the ledger, newest first", async () => {
    const { status, body } = await send(server, "GET", "/api/gem/transactions/", undefined, as(mina));
    const entry = z.strictObject({ id: z.int(), amount: z.int(), reason: z.string(), created_at: z.iso.datetime() });
    const entries = z.array(entry).parse(body).map(({ amount, reason }) => [amount, reason]);
    assertEquals([status, entries], [200, [[-15, "use"], [100, "charge"]]]);
    const [{ id }] = z.array(entry).parse(body);
    const older = await send(server, "GET", `/api/gem/transactions?before=${id}&limit=1`, undefined, as(mina));
    assertEquals(z.array(entry).parse(older.body).map(({ reason }) => reason), ["charge"]);
  });

  await t.step("the next partner is shown the mean of the ratings", async () => {
    const hana = await person(server, { name: "hana", gender: "female" });
    const [seen] = await Promise.all([
      offered(hana),
      send(server, "GET", "/api/match/random/", undefined, as(juno)),
    ]);
    assertEquals([seen.matched_user.username, seen.matched_user.rating], ["juno", 4]);
    const cancelled = await hana.post("/api/match/cancel/");
    assertEquals(said(cancelled), [200, { message: "매칭 상태가 해제되었습니다." }]);
  });

  await assertSound(server.system);
});

Deno.test("the mean of several ratings is rounded to 0.01", async () => {
  await using server = await testServer();
  const star = await person(server, { name: "star" });
  for (const [n, rating] of [5, 4, 4].entries()) {
    const fan = await person(server, { name: `fan ${n}` });
    const call_session_id = await callOf(fan, await matched(fan, star));
    await star.post("/api/call/end/", { call_session_id });
    const rated = await fan.post("/api/history/rate/", { call_id: Number(call_session_id), rating });
    assertEquals(rated.status, 201);
  }
  const { body } = await star.get("/api/user/profile/");
  assertEquals(z.looseObject({ rating: z.number() }).parse(body).rating, 4.33);
  const fan = await person(server, { name: "fan" });
  const [seen] = await Promise.all([offered(fan), offered(star)]);
  assertEquals(seen.matched_user.rating, 4.33);
});

Deno.test("a call can be rated for 7 days", async () => {
  const clock = testClock();
  await using server = await testServer({ now: clock.now });
  const [one, other] = [await person(server, { name: "one" }), await person(server, { name: "other" })];
  const call_session_id = await callOf(one, await matched(one, other));
  await one.post("/api/call/end/", { call_session_id });
  const rating = { call_id: Number(call_session_id), rating: 3 };
  clock.advance(7 * 24 * 3600 - 60);
  assertEquals((await (await one.loggedIn()).post("/api/history/rate/", rating)).status, 201);
  clock.advance(120);
  assertEquals(codeOf(await (await other.loggedIn()).post("/api/history/rate/", rating)), "409 rating.too_late");
});

Deno.test("a refresh token is used once; its repeat gets the same answer, an older one ends the family", async () => {
  const clock = testClock();
  await using server = await testServer({ now: clock.now });
  const mina = await person(server, { name: "mina" });
  const refresh = (token: string) => send(server, "POST", "/api/auth/refresh", { refresh: token });

  const first = tokenPair.parse((await refresh(mina.refresh)).body);
  assertNotEquals(first.refresh, mina.refresh);
  clock.advance(59);
  assertEquals(tokenPair.parse((await refresh(mina.refresh)).body), first);
  const second = tokenPair.parse((await refresh(first.refresh)).body);
  assertEquals((await mina.get("/api/user/profile/", bearer(second.access))).status, 200);

  clock.advance(61);
  assertEquals(codeOf(await refresh(first.refresh)), "401 auth.refresh_invalid");
  assertEquals(codeOf(await refresh(second.refresh)), "401 auth.refresh_invalid");
  await eventually(
    async () => codeOf(await mina.get("/api/user/profile/", bearer(second.access))) === "401 auth.session_ended",
    soonMs,
  );

  const fresh = await mina.loggedIn();
  assertEquals((await fresh.get("/api/user/profile/")).status, 200);
  // not its last character, of which some bits say nothing
  const other = `${fresh.refresh.startsWith("A") ? "B" : "A"}${fresh.refresh.slice(1)}`;
  assertEquals(codeOf(await refresh(other)), "401 auth.refresh_invalid");
  clock.advance(15 * 60 + 1);
  assertEquals(codeOf(await fresh.get("/api/user/profile/")), "401 auth.token_invalid");
  clock.advance(30 * 24 * 3600);
  assertEquals(codeOf(await refresh(fresh.refresh)), "401 auth.refresh_invalid");
});

Deno.test("twenty uses of one refresh token at once give one new pair", async () => {
  await using server = await testServer();
  const mina = await person(server, { name: "mina" });
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => send(server, "POST", "/api/auth/refresh", { refresh: mina.refresh })),
  );
  assertEquals(new Set(answers.map((answer) => JSON.stringify(said(answer)))).size, 1);
  assertEquals(answers[0].status, 200);
});

const bearer = (access: string) => ({ headers: { authorization: `Bearer ${access}` } });

Deno.test("an ended session is refused within a second, on another server too", async () => {
  await using server = await testServer();
  await using other = await server.another();
  const phone = await person(server, { name: "mina" });
  const tablet = await phone.loggedIn();
  const stranger = await person(server, { name: "juno" });

  const list = sessionList.parse((await phone.get("/api/auth/sessions/")).body);
  assertEquals(list.length, 2);
  const theirs = list.filter(({ current }) => !current);
  assertEquals(theirs.length, 1);
  const [{ id, address }] = theirs;
  assertEquals(address, "127.0.0.1");
  assertEquals(codeOf(await stranger.del(`/api/auth/sessions/${id}`)), "404 account.session_unknown");
  assertEquals((await tablet.at(other).get("/api/user/profile/")).status, 200);

  const deleted = await phone.del(`/api/auth/sessions/${id}/`);
  assertEquals(said(deleted), [200, { message: "세션을 종료했습니다." }]);
  for (const door of [server, other]) {
    const refused = async () => codeOf(await tablet.at(door).get("/api/user/profile/")) === "401 auth.session_ended";
    await eventually(refused, soonMs);
  }
  assertEquals((await phone.at(other).get("/api/user/profile/")).status, 200);
  assertEquals(sessionList.parse((await phone.get("/api/auth/sessions/")).body).map(({ current }) => current), [true]);

  const loggedOut = await phone.post("/api/auth/logout/", { refresh: phone.refresh });
  assertEquals(said(loggedOut), [200, { message: "로그아웃되었습니다." }]);
  const refused = async () => codeOf(await phone.at(other).get("/api/user/profile/")) === "401 auth.session_ended";
  await eventually(refused, soonMs);
  const refreshed = await send(server, "POST", "/api/auth/refresh", { refresh: phone.refresh });
  assertEquals(codeOf(refreshed), "401 auth.refresh_invalid");
  await using late = await server.another();
  assertEquals(codeOf(await phone.at(late).get("/api/user/profile/")), "401 auth.session_ended");
});

Deno.test("others verify access tokens with the public keys", async () => {
  await using server = await testServer();
  const mina = await person(server, { name: "mina" });
  const { body } = await send(server, "GET", "/.well-known/jwks.json");
  const { keys } = z.strictObject({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string() })).nonempty() })
    .parse(body);
  assert(keys.every((key) => !("d" in key)), "a private key is published");
  const set: JSONWebKeySet = { keys };
  const { payload, protectedHeader } = await jwtVerify(mina.access, createLocalJWKSet(set), { algorithms: ["EdDSA"] });
  assertEquals(protectedHeader.kid, keys[0].kid);
  assertMatch(String(payload.sub), /^[1-9]\d*$/);
  assertEquals(Number(payload.exp) - Number(payload.iat), 15 * 60);
});

Deno.test("after 10 failed logins in 5 minutes the account waits, and no other behind that address does", async () => {
  await using server = await testServer();
  const mina = await person(server, { name: "mina" });
  const logIn = (username: string, password: string) =>
    send(server, "POST", "/api/auth/login/", { username, password });
  for (let n = 0; n < 10; n++) assertEquals(codeOf(await logIn("mina", `wrong ${n}`)), "401 auth.login_failed");
  for (const [username, password] of [["MINA", mina.password], ["mina", "wrong"]]) {
    const refused = await logIn(username, password);
    assertEquals(codeOf(refused), "429 auth.too_many_failures");
    const seconds = Number(refused.headers.get("retry-after"));
    assert(seconds > 200 && seconds <= 300, `Retry-After: ${seconds}`);
  }
  assertEquals(codeOf(await logIn("nobody", "wrong")), "401 auth.login_failed");
  assertEquals((await mina.get("/api/user/profile/")).status, 200);
});

Deno.test("every path answers with and without its trailing slash", async () => {
  await using server = await testServer();
  const mina = await person(server, { name: "mina" });
  const paths = [
    "user/profile",
    "auth/sessions",
    "match/settings",
    "history/recent",
    "gem/balance",
    "gem/transactions",
  ];
  for (const path of paths) {
    const [bare, slashed] = [await mina.get(`/api/${path}`), await mina.get(`/api/${path}/`)];
    assertEquals(said(bare), said(slashed), path);
    assertEquals(bare.status, 200, path);
  }
  await enter(mina);
  assert(await isMatching(mina));
  assertEquals((await mina.post("/api/match/cancel")).status, 200);
  assert(!await isMatching(mina));
  assertEquals(await gemsOf(mina), 0);
  assertEquals(
    codeOf(await mina.post("/api/match/decision", { match_id: 1, decision: "accept" })),
    "404 match.unknown",
  );
});

Deno.test("an accept that comes too late is next, whoever else accepted", async () => {
  const clock = testClock();
  await using server = await testServer({ now: clock.now, config: { SHOW_TIME_SEC: "20" } });
  const [one, other] = [await person(server, { name: "one" }), await person(server, { name: "other" })];
  const [{ match_id, show_time_sec }] = await Promise.all([offered(one), offered(other)]);
  assertEquals(show_time_sec, 20);
  clock.advance(20);
  assertEquals(await decide(one, match_id, "accept"), "next");
  assertEquals(await decide(other, match_id, "accept"), "next");
});
