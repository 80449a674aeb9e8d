import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { createHmac } from "node:crypto";
import { z } from "zod";
import type { Sql } from "postgres";
import { endpoint, ok } from "../../src/http/endpoint.ts";
import { createIdempotency } from "../../src/http/idempotency.ts";
import { Unavailable } from "../../src/log/log.ts";
import { refuse } from "../../src/answers/refusals.ts";
import { operationsOf } from "../e2e/operations.ts";
import { access, apps } from "../support/apps.ts";
import { testDatabase } from "../support/database.ts";
import { eventually } from "../support/eventually.ts";
import { pause } from "../support/pause.ts";
import { printedSeed } from "../support/seed.ts";
import { testServer } from "../support/server.ts";
import { randomFrom } from "../support/world.ts";
import { as, json, problemOf, testApp } from "./house.ts";

const hash = (text: string) => createHmac("sha256", "test").update(text).digest("base64url");

/** An app with one endpoint that counts how often it ran; `runs.next` says what the next runs come to. */
async function counting(sql: Sql, key = new Uint8Array(32)) {
  const runs = {
    count: 0,
    hashes: new Set<string | undefined>(),
    next: (): Promise<"ok" | "refused" | "busy" | "limited"> => Promise.resolve("ok"),
  };
  const idempotency = await createIdempotency({ sql, key, hash });
  const count = endpoint({
    method: "POST",
    path: "/api/count/{id}/",
    app: "test",
    summary: "Counts its runs",
    access: "user",
    idempotent: true,
    params: z.object({ id: z.int() }),
    query: z.object({ q: z.string().optional() }),
    body: z.object({ text: z.string() }),
    uploads: ["file"],
    answers: { 201: z.object({ run: z.int(), text: z.string() }) },
    refusals: ["gems.not_enough"],
    async handle({ body, meta }) {
      const run = ++runs.count;
      runs.hashes.add(meta.idempotency?.hash);
      const next = await runs.next();
      if (next === "refused") return refuse("gems.not_enough", { needed: run, balance: 0 });
      if (next === "limited") return refuse("request.too_many", { seconds: 1 });
      if (next === "busy") throw new Unavailable();
      return ok(201, { run, text: body.text }, { headers: { "x-run": String(run) }, position: run });
    },
  });
  const app = testApp({ endpoints: [count], idempotency });
  const post = (body: unknown, key: string | undefined, { token = "user-1", path = "/api/count/1/" } = {}) =>
    app.request(path, json(body, { ...as(token), ...(key === undefined ? {} : { "idempotency-key": key }) }));
  return { app, post, runs, idempotency };
}

/** A first request that has begun to run, and goes on with `go`. */
async function held({ post, runs }: Pick<Awaited<ReturnType<typeof counting>>, "post" | "runs">) {
  const started = Promise.withResolvers<void>();
  const { promise, resolve: go } = Promise.withResolvers<"ok">();
  runs.next = () => {
    started.resolve();
    return promise;
  };
  const first = post({ text: "a" }, "k");
  await started.promise;
  return { first, go };
}

Deno.test("a repeat gets the first answer, status, body and headers, and says that it is one", async () => {
  await using database = await testDatabase();
  const { post, runs } = await counting(database.sql);
  const first = await post({ text: "비밀" }, "k");
  const again = await post({ text: "비밀" }, "k", { path: "/api/count/1" });
  assertEquals([again.status, again.headers.get("x-run")], [first.status, "1"]);
  assertEquals(first.headers.get("idempotency-replayed"), null);
  assertEquals(again.headers.get("idempotency-replayed"), "true");
  assertEquals(await again.json(), await first.json());
  assertEquals(runs.count, 1);
  const [row] = await database.sql`SELECT * FROM idempotent_answers`;
  assert(row.position === 1 && row.status === 201);
  assert(!new TextDecoder().decode(row.answer).includes("비밀"), "the answer is encrypted");
});

Deno.test("without a key every request runs", async () => {
  await using database = await testDatabase();
  const { post, runs } = await counting(database.sql);
  await post({ text: "a" }, undefined);
  await post({ text: "a" }, undefined);
  assertEquals([runs.count, [...runs.hashes]], [2, [undefined]]);
});

Deno.test("the same key with another body or query is refused, also while the first runs", async () => {
  await using database = await testDatabase();
  const { post, runs } = await counting(database.sql);
  const { first, go } = await held({ post, runs });
  assertEquals((await problemOf(await post({ text: "b" }, "k"))).code, "request.key_reused");
  go("ok");
  assertEquals((await first).status, 201);
  assertEquals((await post({ text: "b" }, "k")).status, 422);
  assertEquals((await post({ text: "a" }, "k", { path: "/api/count/1/?q=1" })).status, 422);
  assertEquals((await post({ text: "a" }, "k")).status, 201);
  assertEquals(runs.count, 1);
});

Deno.test("keys of other people, paths and methods are other keys", async () => {
  await using database = await testDatabase();
  const { post, runs } = await counting(database.sql);
  await post({ text: "a" }, "k");
  await post({ text: "b" }, "k", { token: "user-2" });
  await post({ text: "c" }, "k", { path: "/api/count/2/" });
  assertEquals([runs.count, runs.hashes.size], [3, 3]);
});

Deno.test("a refusal is repeated too, in the language of the repeat; being busy, limited or invalid is not", async () => {
  await using database = await testDatabase();
  const { post, runs, app } = await counting(database.sql);
  runs.next = () => Promise.resolve("refused");
  const first = await problemOf(await post({ text: "a" }, "refused"));
  runs.next = () => Promise.resolve("ok");
  assertEquals(await problemOf(await post({ text: "a" }, "refused")), first);
  const headers = { ...as("user-1"), "idempotency-key": "refused", "accept-language": "en" };
  const english = await problemOf(await app.request("/api/count/1/", json({ text: "a" }, headers)));
  assertEquals(english.detail, "Not enough gems: you need 1 and have 0.");

  for (const kind of ["busy", "limited"] as const) {
    runs.next = () => Promise.resolve(kind);
    assert((await post({ text: "a" }, kind)).status >= 429);
    runs.next = () => Promise.resolve("ok");
    assertEquals((await post({ text: "a" }, kind)).status, 201);
  }
  assertEquals((await post({ text: 1 }, "invalid")).status, 422);
  assertEquals((await post({ text: "a" }, "invalid")).status, 201);
});

Deno.test("repeats that overtake the first run too, with one hash, and all get one answer", async () => {
  await using database = await testDatabase({ max: 10 });
  const { post, runs } = await counting(database.sql);
  const random = randomFrom(printedSeed());
  runs.next = async () => {
    await pause(random() * 20);
    return "ok";
  };
  const answers = await Promise.all(Array.from({ length: 20 }, () => post({ text: "a" }, "k")));
  const bodies = new Set(await Promise.all(answers.map((answer) => answer.text())));
  assertEquals([bodies.size, runs.hashes.size], [1, 1]);
  assertNotEquals([...runs.hashes][0], undefined);
});

Deno.test("what is done stands over a refusal that a request beside it came to first", async () => {
  await using database = await testDatabase();
  const { post, runs } = await counting(database.sql);
  const { first, go } = await held({ post, runs });
  runs.next = () => Promise.resolve("refused");
  assertEquals((await problemOf(await post({ text: "a" }, "k"))).code, "gems.not_enough");
  go("ok");
  assertEquals((await first).status, 201);
  const again = await post({ text: "a" }, "k");
  assertEquals([again.status, again.headers.get("idempotency-replayed"), runs.count], [201, "true", 2]);
});

Deno.test("a process that died after it began leaves a key that the repeat may use", async () => {
  await using database = await testDatabase();
  const { idempotency, post, runs } = await counting(database.sql);
  const died = await counting(database.sql);
  const dead = Promise.withResolvers<"ok">();
  died.runs.next = () => dead.promise;
  const unanswered = died.post({ text: "a" }, "k");
  await eventually(async () => (await database.sql`SELECT FROM idempotent_answers`).length > 0);
  assertEquals((await post({ text: "a" }, "k")).status, 201);
  assertEquals(runs.count, 1);
  assertEquals(await idempotency.sweep(), 0);
  dead.resolve("ok");
  await unanswered;
});

Deno.test("an answer that cannot be kept is given all the same", async () => {
  await using database = await testDatabase();
  const { post, runs } = await counting(database.sql);
  runs.next = async () => {
    await database.sql`ALTER TABLE idempotent_answers RENAME TO gone`;
    return "ok";
  };
  assertEquals((await post({ text: "a" }, "k")).status, 201);
});

Deno.test("after a day a key is new, and the sweep deletes it", async () => {
  await using database = await testDatabase();
  const { post, runs, idempotency } = await counting(database.sql);
  await post({ text: "a" }, "k");
  const expire = () => database.sql`UPDATE idempotent_answers SET expires_at = now() - interval '1 second'`;
  await expire();
  assertEquals((await (await post({ text: "b" }, "k")).json()).run, 2);
  await expire();
  assertEquals([await idempotency.sweep(), await idempotency.sweep()], [1, 0]);
  assertEquals(runs.count, 2);
});

Deno.test("an answer kept under another key is none, and no row can stand in for another", async () => {
  await using database = await testDatabase();
  const { post } = await counting(database.sql);
  await post({ text: "a" }, "k");
  const other = await counting(database.sql, new Uint8Array(32).fill(1));
  assertEquals((await (await other.post({ text: "a" }, "k")).json()).run, 1);
  assertEquals(other.runs.count, 1);
  await post({ text: "a" }, "k2");
  await database
    .sql`UPDATE idempotent_answers SET answer = (SELECT answer FROM idempotent_answers ORDER BY position LIMIT 1)`;
  const [k, k2] = [await post({ text: "a" }, "k"), await post({ text: "a" }, "k2")];
  assertEquals([k, k2].filter((answer) => answer.headers.get("idempotency-replayed")).length, 1);
});

Deno.test("a form is the same whatever its boundary, and another when a byte of its file differs", async () => {
  await using database = await testDatabase();
  const { app, runs } = await counting(database.sql);
  const send = (boundary: string, file: string) =>
    app.request("/api/count/1/", {
      method: "POST",
      headers: { ...as("user-1"), "idempotency-key": "k", "content-type": `multipart/form-data; boundary=${boundary}` },
      body: `--${boundary}\r\nContent-Disposition: form-data; name="text"\r\n\r\na\r\n--${boundary}\r\n` +
        `Content-Disposition: form-data; name="file"; filename="f"\r\n\r\n${file}\r\n--${boundary}--\r\n`,
    });
  assertEquals((await send("one", "1234")).status, 201);
  assertEquals((await send("two", "1234")).status, 201);
  assertEquals((await send("two", "1235")).status, 422);
  assertEquals(runs.count, 1);
});

/** POSTs that are not made repeatable by a key, and why. */
const withoutKey: Record<string, string> = {
  login: "each login is a session of its own, and its answer holds secrets",
  loginByEmail: "each login is a session of its own, and its answer holds secrets",
  refresh: "a token that comes twice may be stolen",
  requestPasswordReset: "a second mail does no harm",
  resetPassword: "the mail's token works once",
  verifyEmail: "twice is as once",
  refundGems: "the payment is its key",
  postMatchRequest: "twice is as once: whoever waits goes on waiting",
  eraseAccount: "nobody is there any more who could ask again",
};

Deno.test("every POST takes an Idempotency-Key, or is known not to need one", async () => {
  await using server = await testServer({ apps });
  const keyless = (await operationsOf(server)).filter(({ method, takesKey }) => method === "POST" && !takesKey);
  const names = Object.keys(access).filter((name) =>
    keyless.some(({ method, path }) => access[name].method === method && access[name].path === path)
  );
  assertEquals(
    names.filter((name) => !Object.hasOwn(withoutKey, name)),
    [],
    "say `idempotent: true` of them: a client that heard no answer sends its request again. Or put them into " +
      "`withoutKey` of tests/http/idempotency_test.ts with a reason",
  );
  assertEquals(
    Object.keys(withoutKey).filter((name) => !names.includes(name)),
    [],
    "these need not be in `withoutKey`",
  );
});

Deno.test("a key is 1 to 255 visible ASCII characters", async () => {
  await using database = await testDatabase();
  const { post } = await counting(database.sql);
  for (const key of ["", "a b", "k".repeat(256), "é"]) {
    const found = await problemOf(await post({ text: "a" }, key));
    assertEquals(found.errors?.[0].path, "Idempotency-Key");
  }
  assertEquals((await post({ text: "a" }, "~!".repeat(100))).status, 201);
});
