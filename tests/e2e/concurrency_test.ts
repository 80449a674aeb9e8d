import { assert, assertEquals } from "@std/assert";
import { z } from "zod";
import { chatBetween, say } from "../chat/house.ts";
import {
  type Answer,
  buy,
  callOf,
  codeOf,
  crowd,
  decide,
  gemsOf,
  offered,
  paymentToken,
  type Person,
  person,
  send,
  wants,
} from "../support/client.ts";
import { testClock, type TestServer, testServer } from "../support/server.ts";
import { assertSound, eventsOf, historyOf } from "../support/sound.ts";
import { randomFrom } from "../support/world.ts";

const said = (answer: Answer) => answer.status < 500 ? JSON.stringify([answer.status, answer.body]) : codeOf(answer);
const tally = (answers: readonly string[]) =>
  Object.fromEntries([...Map.groupBy(answers, (answer) => answer)].map(([answer, all]) => [answer, all.length]));
const times = <T>(n: number, act: (n: number) => Promise<T>) =>
  Promise.all(Array.from({ length: n }, (_, k) => act(k)));
const people = (server: TestServer, n: number, more = {}) =>
  crowd(server, Array.from({ length: n }, (_, k) => ({ name: `person ${k}`, ...more })));

Deno.test("a name that a hundred register at once exists once", async () => {
  await using server = await testServer();
  const account = { password: "correct horse", age: 25, gender: "male" };
  const answers = await times(100, async (n) => {
    const username = n % 2 ? "mina" : "Ｍina";
    return codeOf(await send(server, "POST", "/api/auth/signup/", { username, ...account }));
  });
  const made = '201 {"message":"회원가입이 완료되었습니다."}';
  assertEquals(tally(answers), { [made]: 1, "409 account.username_taken": 99 });
  assertEquals((await eventsOf(server.system, "AccountRegistered")).length, 1);
  await assertSound(server.system);
});

Deno.test("a payment shown 200 times at once is credited once", async (t) => {
  await using server = await testServer();
  await using other = await server.another();
  const [one, two] = await people(server, 2);
  const doors = [server, other];

  await t.step("by one person, on two servers", async () => {
    const payment_token = await paymentToken(server, "gems_550");
    const answers = await times(
      200,
      async (n) => said(await one.at(doors[n % 2]).post("/api/gem/charge/", { payment_token })),
    );
    assertEquals(tally(answers), { '[200,{"gems_added":550,"new_balance":550}]': 200 });
    assertEquals(await gemsOf(one), 550);
  });

  await t.step("by two people", async () => {
    const before = [await gemsOf(one), await gemsOf(two)];
    const payment_token = await paymentToken(server, "gems_100");
    const answers = await times(
      200,
      async (n) => codeOf(await [one, two][n % 2].at(doors[n % 3 % 2]).post("/api/gem/charge/", { payment_token })),
    );
    const after = [await gemsOf(one), await gemsOf(two)];
    assertEquals(after[0] + after[1], before[0] + before[1] + 100);
    const counts = tally(answers);
    assertEquals(counts["409 payment.of_another"], 100);
    assertEquals(Object.values(counts), counts[answers[0]] === 100 ? [100, 100] : []);
  });
  assertEquals((await eventsOf(server.system, "GemsCharged")).length, 2);
  await assertSound(server.system);
});

Deno.test("200 payments of 200 people at once are 200 payments", async () => {
  await using server = await testServer();
  const crowd = await people(server, 200);
  const tokens = await times(crowd.length, () => paymentToken(server));
  const answers = await times(
    crowd.length,
    async (n) => said(await crowd[n].post("/api/gem/charge/", { payment_token: tokens[n] })),
  );
  assertEquals(tally(answers), { '[200,{"gems_added":100,"new_balance":100}]': 200 });
  await assertSound(server.system);
});

Deno.test("many payments of one person at once are all credited, now or when they are sent again", async () => {
  await using server = await testServer();
  const [one] = await people(server, 1);
  const tokens = await times(60, () => paymentToken(server));
  const refused = new Set(["503 server.busy"]);
  await times(tokens.length, async (n) => {
    for (;;) {
      const answer = await one.post("/api/gem/charge/", { payment_token: tokens[n] });
      if (answer.status === 200) return;
      assert(refused.has(codeOf(answer)), codeOf(answer));
      assertEquals(answer.headers.get("retry-after"), "1");
    }
  });
  assertEquals(await gemsOf(one), 6_000);
  await assertSound(server.system);
});

/** What may be sent with an Idempotency-Key, in an order in which each does something. */
async function* keyedRequests(server: TestServer, one: Person, two: Person): AsyncGenerator<{
  path: string;
  body?: unknown;
  who: Person;
  /** What happens beside it, so that it is answered. */
  meanwhile?: () => Promise<unknown>;
}> {
  yield { path: "/api/match/settings/", body: { preferred_gender: "female", age_range: [20, 30] }, who: one };
  yield { path: "/api/gem/charge/", body: { payment_token: await paymentToken(server) }, who: one };
  const [{ match_id }] = await Promise.all([offered(one), offered(two)]);
  yield {
    path: "/api/match/decision/",
    body: { match_id, decision: "accept" },
    who: one,
    meanwhile: () => decide(two, match_id, "accept"),
  };
  yield { path: "/api/call/start/", body: { match_id }, who: one };
  const call_session_id = await callOf(two, match_id);
  yield { path: "/api/call/end/", body: { call_session_id }, who: two };
  const rating = { call_id: Number(call_session_id), rating: 5, comment: "좋았어요" };
  yield { path: "/api/history/rate/", body: rating, who: one };
  await one.get("/api/match/random/?wait=0");
  yield { path: "/api/match/cancel/", who: one };
  const chat = await chatBetween(server, [one, two]);
  yield { path: `/api/chats/${chat}/messages`, body: { content: "안녕하세요", client_id: "1" }, who: one };
  yield { path: `/api/chats/${chat}/read`, body: { message_id: await say(one, chat, "네?") }, who: two };
}

Deno.test("a request with an Idempotency-Key happens once, however often and whenever it comes", async (t) => {
  await using server = await testServer();
  await using other = await server.another();
  const { system } = server;
  const [one, two] = await crowd(server, [{ name: "one" }, { name: "two", gender: "female" }]);
  await buy(server, one);
  for await (const { path, body, who, meanwhile } of keyedRequests(server, one, two)) {
    await t.step(path, async () => {
      const headers = { "idempotency-key": crypto.randomUUID() };
      const ask = (n: number) => who.at([server, other][n % 2]).post(path, body, { headers });
      const before = await system.log.head();
      const [answers] = await Promise.all([times(10, ask), meanwhile?.()]);
      assertEquals(tally(answers.map(said)), { [said(answers[0])]: 10 });
      assert(answers[0].status < 300, said(answers[0]));
      const head = await system.log.head();
      assert(head > before);

      const again = await ask(0);
      assertEquals(again.headers.get("idempotency-replayed"), "true");
      const lost = [
        () => system.sql`UPDATE idempotent_answers SET status = NULL, answer = NULL, position = NULL`,
        () => system.sql`DELETE FROM idempotent_answers`,
      ];
      for (const lose of lost) {
        await lose();
        assertEquals(tally((await times(4, ask)).map(said)), { [said(again)]: 4 });
        assertEquals(said(again), said(answers[0]));
      }
      if (body) {
        const changed = { ...(typeof body === "object" ? body : {}), more: true };
        assertEquals(codeOf(await who.post(path, changed, { headers })), "422 request.key_reused");
      }
      assertEquals(await system.log.head(), head);
    });
  }
  await assertSound(system);
});

Deno.test("a sign-up with an Idempotency-Key happens once", async () => {
  await using server = await testServer();
  const body = { username: "mina", password: "correct horse", age: 25, gender: "female" };
  const headers = { "idempotency-key": "sign-up-1" };
  const ask = () => send(server, "POST", "/api/auth/signup/", body, { headers });
  assertEquals(Object.values(tally((await times(10, ask)).map(said))), [10]);
  await server.system.sql`DELETE FROM idempotent_answers`;
  assertEquals((await ask()).status, 201);
  assertEquals((await eventsOf(server.system, "AccountRegistered")).length, 1);
  const taken = () => send(server, "POST", "/api/auth/signup/", body, { headers: { "idempotency-key": "another" } });
  assertEquals([codeOf(await taken()), codeOf(await taken())], Array(2).fill("409 account.username_taken"));
});

Deno.test("an Idempotency-Key is one person's own, on one path", async () => {
  await using server = await testServer();
  const [one, two] = await people(server, 2);
  const headers = { "idempotency-key": "1" };
  for (const who of [one, two]) {
    const payment_token = await paymentToken(server);
    assertEquals((await who.post("/api/gem/charge/", { payment_token }, { headers })).status, 200);
    assertEquals(await gemsOf(who), 100);
    const settings = { preferred_gender: "all", age_range: [20, 30] };
    assertEquals((await who.post("/api/match/settings/", settings, { headers })).status, 200);
  }
});

Deno.test("fifty pairs whose two decide at the same instant: one outcome each, the same for both", async () => {
  const seed = crypto.getRandomValues(new Uint32Array(1))[0];
  const random = randomFrom(seed);
  await using server = await testServer({ config: { SHOW_TIME_SEC: "60" } });
  await using other = await server.another();
  const crowd = await people(server, 100);
  const doors = [server, other];
  const offers = await times(crowd.length, (n) => offered(crowd[n].at(doors[n % 2])));
  const pairs = [...Map.groupBy(crowd.keys(), (n) => offers[n].match_id)];
  assertEquals(pairs.map(([, two]) => two.length), Array(50).fill(2));

  const decisions = crowd.map(() => random() < 0.7 ? "accept" as const : "reject" as const);
  const outcomes = await times(
    crowd.length,
    (n) => decide(crowd[n].at(doors[n % 2]), offers[n].match_id, decisions[n]),
  );
  for (const [match_id, two] of pairs) {
    const expected = two.every((n) => decisions[n] === "accept") ? "matched" : "next";
    const what = `match ${match_id}, ${two.map((n) => decisions[n])}, seed ${seed}`;
    assertEquals(two.map((n) => outcomes[n]), [expected, expected], what);
  }
  const history = await historyOf(server.system);
  const ends = history.filter(({ type }) => type === "MatchMade" || type === "MatchDropped");
  assertEquals(ends.length, 50);
  await assertSound(server.system);
});

Deno.test("forty people poll at once on two servers: everyone hears of an offer, most of them made elsewhere", async () => {
  await using server = await testServer({ config: { SHOW_TIME_SEC: "60" } });
  await using other = await server.another();
  const women = await crowd(
    server,
    Array.from({ length: 20 }, (_, n) => ({ name: `w${n}`, gender: "female" as const })),
  );
  const men = await crowd(server, Array.from({ length: 20 }, (_, n) => ({ name: `m${n}` })));
  await times(20, async (n) => {
    await buy(server, men[n]);
    await buy(server, women[n]);
    await wants(men[n], { gender: "female" });
    await wants(women[n], { gender: "male" });
  });
  const all = [...women.map((one) => one.at(server)), ...men.map((one) => one.at(other))];
  const offers = await times(all.length, (n) => offered(all[n]));
  assertEquals(new Set(offers.map(({ match_id }) => match_id)).size, 20);
  all.forEach((one, n) => {
    const partner = all.find(({ name }) => name === offers[n].matched_user.username);
    assert(partner && offers[all.indexOf(partner)].matched_user.username === one.name);
  });
  const outcomes = await times(all.length, (n) => decide(all[n], offers[n].match_id, "accept"));
  assertEquals(tally(outcomes), { matched: 40 });
  const calls = await times(all.length, (n) => callOf(all[n], offers[n].match_id));
  assertEquals(new Set(calls).size, 20);
  const ended = await times(all.length, (n) => all[n].post("/api/call/end/", { call_session_id: calls[n] }));
  assert(ended.every(({ status }) => status === 200));
  assertEquals((await eventsOf(server.system, "CallEnded")).length, 20);
  await assertSound(server.system);
});

Deno.test("people who meet, decide, call and cancel on two servers at once: nobody is in two places", async () => {
  const seed = crypto.getRandomValues(new Uint32Array(1))[0];
  const random = randomFrom(seed);
  await using server = await testServer({ config: { SHOW_TIME_SEC: "3", REMATCH_COOLDOWN_SEC: "0" } });
  await using other = await server.another();
  const crowd = await people(server, 24);
  const call = z.looseObject({ call_session_id: z.string() });

  async function live(someone: Person): Promise<void> {
    for (let turn = 0; turn < 6; turn++) {
      const me = someone.at(random() < 0.5 ? server : other);
      const answer = await me.get("/api/match/random/?wait=1");
      if (random() < 0.1) await me.post("/api/match/cancel/");
      if (answer.status !== 200 || random() < 0.1) continue;
      const { match_id } = z.looseObject({ match_id: z.int() }).parse(answer.body);
      const decided = await me.post("/api/match/decision/", {
        match_id,
        decision: random() < 0.8 ? "accept" : "reject",
      });
      if (said(decided) !== '[200,{"status":"matched"}]') continue;
      const started = await me.post("/api/call/start/", { match_id });
      if (started.status !== 200) continue;
      const { call_session_id } = call.parse(started.body);
      await me.post("/api/call/end/", { call_session_id });
      await me.post("/api/history/rate/", { call_id: Number(call_session_id), rating: 1 + Math.floor(random() * 5) });
    }
    await someone.post("/api/match/cancel/");
  }
  await Promise.all(crowd.map(live));
  const history = await historyOf(server.system);
  const count = (type: string) => history.filter((event) => event.type === type).length;
  assert(count("MatchMade") > 5, `only ${count("MatchMade")} matches, seed ${seed}`);
  await assertSound(server.system);
});

Deno.test("logins at once are sessions of their own, of one person who gets one offer", async () => {
  await using server = await testServer();
  const mina = await person(server, { name: "mina" });
  const sessions = await times(8, () => mina.loggedIn());
  assertEquals(new Set(sessions.map(({ refresh }) => refresh)).size, 8);
  const { body } = await mina.get("/api/auth/sessions/");
  assertEquals(z.array(z.looseObject({ id: z.string() })).parse(body).length, 9);
  const [juno] = await people(server, 1);
  const [met, ...seen] = await Promise.all([juno, ...sessions].map(offered));
  assertEquals(met.matched_user.username, "mina");
  assertEquals(new Set(seen.map(({ match_id }) => match_id)), new Set([met.match_id]));
  await assertSound(server.system);
});

Deno.test("after a day an Idempotency-Key is as good as new", async () => {
  const clock = testClock();
  await using server = await testServer({ now: clock.now });
  const someone = await person(server, { name: "mina" });
  const save = (who: Person, ages: [number, number]) =>
    who.post("/api/match/settings/", { preferred_gender: "all", age_range: ages }, {
      headers: { "idempotency-key": "settings" },
    });
  assertEquals((await save(someone, [20, 30])).status, 200);
  assertEquals((await save(someone, [40, 50])).status, 422);
  clock.advance(25 * 3600);
  await server.system.sql`UPDATE idempotent_answers SET expires_at = now()`;
  const later = await someone.refreshed();
  assertEquals((await save(later, [40, 50])).status, 200);
  const { body } = await later.get("/api/match/settings/");
  assertEquals(z.object({ age_range: z.array(z.int()) }).parse(body).age_range, [40, 50]);
});
