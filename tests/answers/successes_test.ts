import { assertEquals, assertMatch } from "@std/assert";
import { endpoint, ok } from "../../src/http/endpoint.ts";
import { createIdempotency } from "../../src/http/idempotency.ts";
import { done, inWords, success, successCodes as codes } from "../../src/answers/successes.ts";
import { as, json, testApp } from "../http/house.ts";
import { callOf, crowd, matched } from "../support/client.ts";
import { testDatabase } from "../support/database.ts";
import { testServer } from "../support/server.ts";

const told = (message: unknown, language: "ko" | "en") =>
  String(Reflect.get(inWords({ message }, language) as object, "message"));
/** Words that the seeds give literally: no language changes them. */
const ofSeeds: Record<string, string> = {
  "match.cancelled": "매칭 상태가 해제되었습니다.",
  "profile.updated": "Profile updated successfully",
};

Deno.test("every success is a sentence in Korean and in English, and the seeds' words stand in both", () => {
  for (const code of codes()) {
    const [ko, en] = [told(success(code), "ko"), told(success(code), "en")];
    if (ofSeeds[code]) {
      assertEquals([ko, en], [ofSeeds[code], ofSeeds[code]]);
      continue;
    }
    assertMatch(ko, /^[^a-z]*[가-힣][^a-z]*\.$/, code);
    assertMatch(en, /^[A-Z][^가-힣]+\.$/, code);
  }
});

Deno.test("what only looks like a success stays as it is", () => {
  for (const message of ["profile.changed", { success: "nothing.known" }, { success: 1 }, null, 7]) {
    assertEquals(inWords({ message, more: 1 }, "en"), { message, more: 1 });
  }
  for (const body of ["text", null, 7, [{ message: success("chat.left") }]]) assertEquals(inWords(body, "en"), body);
});

Deno.test("a success is told in the language asked for, also when a kept answer is given again", async () => {
  await using database = await testDatabase();
  const idempotency = await createIdempotency({ sql: database.sql, key: new Uint8Array(32), hash: (text) => text });
  const end = endpoint({
    method: "POST",
    path: "/api/end/",
    app: "test",
    summary: "Ends",
    access: "user",
    idempotent: true,
    answers: { 200: done("call.ended") },
    handle: () => ok(200, { message: success("call.ended") }),
  });
  const app = testApp({ endpoints: [end], idempotency });
  const ask = async (language: string, key: Record<string, string> = {}) => {
    const response = await app.request("/api/end/", json({}, { ...as("user-1"), "accept-language": language, ...key }));
    const { headers } = response;
    return [await response.json(), headers.get("content-language"), headers.get("idempotency-replayed")];
  };
  const [ko, en] = [{ message: "통화가 종료되었습니다." }, { message: "The call is ended." }];
  assertEquals(await ask("ko"), [ko, "ko", null]);
  assertEquals(await ask("en-GB"), [en, "en", null]);
  const key = { "idempotency-key": "k" };
  assertEquals(await ask("ko", key), [ko, "ko", null]);
  assertEquals(await ask("en", key), [en, "en", "true"]);
  assertEquals(await ask("ko", key), [ko, "ko", "true"]);
});

Deno.test("an ack is told in the language that its socket was opened in", async () => {
  await using server = await testServer();
  const [mina, jun] = await crowd(server, [{ name: "mina", gender: "female" }, { name: "jun" }]);
  const data = { call_session_id: await callOf(mina, await matched(mina, jun)) };
  for (const [language, message] of [["en", "The call is ended."], ["ko", "통화가 종료되었습니다."]]) {
    const protocols = ["inyeon.v1", `bearer.${mina.access}`, `lang.${language}`];
    const socket = new WebSocket(`${server.url.replace("http", "ws")}/ws`, protocols);
    const answered = new Promise<unknown>((resolve) => {
      socket.onmessage = (event) => {
        const frame = JSON.parse(event.data);
        if (frame.id === 1) resolve(frame);
      };
    });
    socket.onopen = () => socket.send(JSON.stringify({ type: "call.end", id: 1, data }));
    const closed = new Promise((resolve) => socket.onclose = resolve);
    assertEquals(await answered, { type: "ack", id: 1, data: { message } });
    socket.close();
    await closed;
  }
});
