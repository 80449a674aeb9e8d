import { assert, assertEquals } from "@std/assert";
import { codeOf, send } from "../support/client.ts";
import { testServer } from "../support/server.ts";
import { assertSound } from "../support/sound.ts";
import { ask, askedAs, dater, idsRecommendedTo, recommendedTo, requestsOf } from "./house.ts";

Deno.test("the seed's story: register, log in, be recommended, ask, accept, talk", async () => {
  await using server = await testServer();
  const account = {
    email: "mina@Example.com",
    password: "correct horse",
    name: "미나",
    birth_date: "1996-05-04",
    gender: "female",
  };
  const made = await send(server, "POST", "/api/users/register", account);
  assertEquals(made.status, 201);
  const { user_id, ...rest } = made.body as { user_id: number };
  assertEquals(rest, { name: "미나", email: "mina@example.com" } as typeof rest);
  assertEquals(
    codeOf(await send(server, "POST", "/api/users/register/", { ...account, name: "다른 이" })),
    "409 account.email_taken",
    "also with a trailing slash",
  );
  const wrong = await send(server, "POST", "/api/users/login", { email: account.email, password: "wrong" });
  assertEquals(codeOf(wrong), "401 auth.login_failed");
  const unknown = await send(server, "POST", "/api/users/login", { email: "nobody@example.com", password: "wrong" });
  assertEquals([unknown.status, { ...unknown.body as object, instance: 0 }], [401, {
    ...wrong.body as object,
    instance: 0,
  }]);

  const mina = await dater(server, { name: "mina two", location: "서울" });
  const jun = await dater(server, { name: "jun", gender: "male", birth_date: "1994-11-20", birth_time: "10:30" });
  const token = (await send(server, "POST", "/api/users/login", {
    email: "MINA@example.com",
    password: account.password,
  })).body as { access: string; refresh: string };
  assertEquals(Object.keys(token).sort(), ["access", "refresh"]);
  const me = await send(server, "GET", "/api/users/me", undefined, {
    headers: { authorization: `Bearer ${token.access}` },
  });
  const seen = me.body as Record<string, unknown>;
  assertEquals([seen.user_id, seen.name, seen.email, seen.birth_date], [
    user_id,
    "미나",
    "mina@example.com",
    "1996-05-04",
  ]);
  assertEquals((seen.precision as Record<string, string>).hour, "unknown");

  const changed = await jun.put("/api/users/me", { location: "부산", job: "사서", bio: "산책을 좋아해요" });
  assertEquals([changed.status, changed.body], [200, { message: "Profile updated successfully" }]);
  const [shown] = (await recommendedTo(mina)).filter(({ user_id }) => user_id === jun.id);
  assertEquals([shown.name, shown.location, shown.bio, shown.profile_img_url], [
    "jun",
    "부산",
    "산책을 좋아해요",
    null,
  ]);
  assert((await idsRecommendedTo(jun)).includes(mina.id));

  const match_id = await ask(mina, jun);
  const again = await mina.post("/api/matches/request", { receiver_id: jun.id });
  assertEquals(again.status, 409);
  assertEquals((again.body as { error: string }).error, "Match request already exists");
  const inEnglish = await mina.post("/api/matches/request", { receiver_id: jun.id }, {
    headers: { "accept-language": "en" },
  });
  assertEquals((inEnglish.body as { error: string }).error, "Match request already exists");
  assertEquals((await requestsOf(jun, "?status=requested")).map(({ match_id, partner }) => [match_id, partner.name]), [
    [match_id, "mina two"],
  ]);
  assertEquals(codeOf(await mina.post(`/api/matches/${match_id}/accept`)), "403 introduction.not_receiver");
  const accepted = await jun.post(`/api/matches/${match_id}/accept`);
  assertEquals(accepted.status, 200);
  const { status, chat_id } = askedAs(accepted);
  assertEquals(status, "matched");
  assertEquals(askedAs(await jun.post(`/api/matches/${match_id}/accept/`)), { match_id, status, chat_id }, "twice");
  assertEquals(codeOf(await jun.post(`/api/matches/${match_id}/decline`)), "409 introduction.decided_otherwise");

  const { body: chats } = await mina.get("/api/chats");
  assertEquals((chats as { chat_id: number; partner: unknown }[]).map(({ chat_id, partner }) => [chat_id, partner]), [
    [chat_id, { user_id: jun.id, name: "jun", profile_img_url: null }],
  ]);
  const from = async (origin: string) => {
    const { body } = await mina.get(`/api/chats?origin=${origin}`);
    return (body as { chat_id: number; origin: unknown }[]).map(({ chat_id, origin }) => [chat_id, origin]);
  };
  assertEquals(await from("introduction"), [[chat_id, { kind: "introduction", id: match_id }]]);
  assertEquals(await from("roommates"), []);
  assertEquals(await idsRecommendedTo(mina).then((ids) => ids.includes(jun.id)), false, "asked, and shown no more");
  await assertSound(server.system);
});

Deno.test("a request that is declined stays so; the one back while it is open is the yes", async () => {
  await using server = await testServer();
  const mina = await dater(server, { name: "mina" });
  const jun = await dater(server, { name: "jun", gender: "male" });
  const ho = await dater(server, { name: "ho", gender: "male" });
  await idsRecommendedTo(mina);
  const toJun = await ask(mina, jun);
  assertEquals(askedAs(await jun.post(`/api/matches/${toJun}/decline`)), { match_id: toJun, status: "declined" });
  assertEquals(askedAs(await jun.post(`/api/matches/${toJun}/decline`)).status, "declined", "twice is harmless");
  for (const [someone, other] of [[mina, jun], [jun, mina]]) {
    assertEquals(
      codeOf(await someone.post("/api/matches/request", { receiver_id: other.id })),
      "409 introduction.exists",
    );
  }
  assertEquals(codeOf(await jun.post(`/api/matches/${toJun}/accept`)), "409 introduction.decided_otherwise");

  const toHo = await ask(mina, ho);
  assertEquals(codeOf(await jun.post(`/api/matches/${toHo}/accept`)), "404 introduction.unknown");
  // ho was never recommended her, and may name her because she asked
  const back = await ho.post("/api/matches/request", { receiver_id: mina.id });
  assertEquals([back.status, askedAs(back).status, askedAs(back).match_id], [201, "matched", toHo]);
  assertEquals(codeOf(await jun.post("/api/matches/request", { receiver_id: ho.id })), "404 account.unknown");
  assertEquals(codeOf(await jun.post("/api/matches/request", { receiver_id: jun.id })), "404 account.unknown");
});

Deno.test("without a profile for blind dates their endpoints say what sets it, and PUT /api/users/me does", async () => {
  await using server = await testServer();
  const jun = await dater(server, { name: "jun", gender: "male" });
  await send(server, "POST", "/api/auth/signup/", {
    username: "mina",
    password: "correct horse",
    age: 90,
    gender: "female",
  });
  const { body } = await send(server, "POST", "/api/auth/login/", { username: "mina", password: "correct horse" });
  const headers = { authorization: `Bearer ${(body as { access: string }).access}` };
  const asking = (method: string, path: string, sent?: unknown) => send(server, method, path, sent, { headers });

  for (
    const [method, path, sent] of [
      ["GET", "/api/matches/recommendations"],
      ["GET", "/api/matches"],
      ["GET", `/api/matches/${jun.id}/compatibility`],
      ["POST", "/api/matches/request", { receiver_id: jun.id }],
    ] as const
  ) {
    const answer = await asking(method, path, sent);
    assertEquals(codeOf(answer), "409 profile.required", path);
    const { detail, link } = answer.body as { detail: string; link: unknown };
    assert(detail.includes("PUT /api/users/me"), path);
    // her gender is known from random calls
    assertEquals(link, { method: "PUT", path: "/api/users/me", missing: ["name", "birth_date"] }, path);
  }
  const put = (body: unknown) => asking("PUT", "/api/users/me", body);
  assertEquals(codeOf(await put({ birth_date: "2015-01-01" })), "422 account.too_young");
  assertEquals(codeOf(await put({ email: jun.email })), "409 account.email_taken");
  assertEquals((await put({ email: "mina@example.com", name: "미나", birth_date: "1997-02-03" })).status, 200);
  assertEquals(codeOf(await put({ email: "other@example.com" })), "409 profile.email_set");
  const { age } = (await asking("GET", "/api/user/profile/")).body as { age: number };
  assert(age < 70, "a birth date wins over a stated age");
  const recommended = await asking("GET", "/api/matches/recommendations");
  assertEquals((recommended.body as { user_id: number }[]).map(({ user_id }) => user_id), [jun.id]);
  assertEquals((await put({ birth_date: "1997-02-02" })).status, 200, "the one correction");
  assertEquals(codeOf(await put({ birth_date: "1997-02-03" })), "409 profile.birth_date_fixed");
  assertEquals((await put({ birth_date: "1997-02-02", birth_time: "23:10" })).status, 200);
  assertEquals(
    (await send(server, "POST", "/api/users/login", { email: "mina@example.com", password: "correct horse" })).status,
    200,
  );
});

Deno.test("an empty text clears what was said, as null does", async () => {
  await using server = await testServer();
  const mina = await dater(server, { name: "mina", location: "" });
  const texts = async () => {
    const { location, job, bio } = (await mina.get("/api/users/me")).body as Record<string, unknown>;
    return [location, job, bio];
  };
  assertEquals(await texts(), [null, null, null]);
  for (const nothing of ["", null]) {
    assertEquals((await mina.put("/api/users/me", { location: "서울", job: "사서", bio: "산책" })).status, 200);
    assertEquals(await texts(), ["서울", "사서", "산책"]);
    assertEquals((await mina.put("/api/users/me", { location: nothing, job: nothing, bio: nothing })).status, 200);
    assertEquals(await texts(), [null, null, null]);
  }
  assertEquals((await mina.put("/api/users/me", { job: "  " })).status, 200);
  assertEquals(await texts(), [null, null, null], "spaces say nothing");
  assertEquals(codeOf(await mina.put("/api/users/me", { name: "" })), "422 request.invalid", "a name there must be");
});
