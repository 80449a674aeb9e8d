import { assert, assertEquals } from "@std/assert";
import sharp from "sharp";
import { z } from "zod";
import { developmentToken } from "../../src/gems/payments/development.ts";
import { readConfig } from "../../src/start/read_config.ts";
import { connect } from "../../src/database/connect.ts";
import { mailMark } from "../../src/mail/console.ts";
import { loadSecrets } from "../../src/configuration/secrets.ts";
import { callOf, matched, person, send } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { startMailServer } from "../support/mail_server.ts";
import { childServer, type Installation, testInstallation } from "../support/server.ts";

/** What nobody may find in what a server writes, by what it is. */
class Hidden {
  readonly values = new Map<string, string>();

  /** Notes a value, and returns it. */
  note(what: string, value: string): string {
    this.values.set(value, what);
    return value;
  }

  /** Notes every text in an answer that is long enough to be a token. */
  tokens(what: string, body: unknown): void {
    for (const value of Object.values(z.record(z.string(), z.unknown()).parse(body))) {
      if (typeof value !== "string") continue;
      this.note(what, value);
      for (const part of value.split(".")) if (part.length > 30) this.note(`a part of ${what}`, part);
    }
  }

  /** What of it stands in some lines. */
  foundIn(lines: readonly string[]): string[] {
    const text = lines.join("\n");
    return [...this.values].filter(([value]) => text.includes(value)).map(([value, what]) => `${what}: ${value}`);
  }
}

const from = { "x-forwarded-for": "203.0.113.77", "user-agent": "GranitePhone/77" };

/** Every key of an installation, as its file spells it. */
async function keysOf({ dataDir }: Installation): Promise<string[]> {
  const kept = z.record(z.string(), z.string())
    .parse(JSON.parse(await Deno.readTextFile(`${dataDir}/development_secrets.json`)));
  const { keys: [{ d }] } = z.object({ keys: z.array(z.looseObject({ d: z.string() })) }).parse(
    JSON.parse(kept.JWT_KEYS),
  );
  return [d, kept.INYEON_TAG_KEY, kept.INYEON_MASTER_KEYS.replace(/^\w+:/, "")];
}

/** The token of the n-th mail that a server printed. */
function printedToken(lines: readonly string[], n: number): Promise<string> {
  const mails = () => lines.filter((line) => /^mail\| (reset|verification)\./.test(line));
  return eventually(() => mails().at(n)?.slice(mailMark.length));
}

/** Requests that are refused, each with something that nobody may read in the log. */
function refusedRequests(of: {
  name: string;
  password: string;
  email: string;
  comment: string;
  hush: string;
  tokens: { access: string; refresh: string };
}): [method: string, path: string, body: unknown][] {
  const { name, password, email, comment, hush, tokens } = of;
  return [
    ["POST", "/api/auth/login/", { username: [name], password: { is: password } }],
    ["POST", "/api/auth/signup/", { username: name, password, age: comment, gender: name }],
    ["POST", "/api/auth/signup/", { username: `${name}\0`, password, age: 20, gender: "female" }],
    ["PUT", "/api/user/email/", { email: `${email}, ${email}`, password }],
    ["POST", "/api/auth/refresh", { refresh: `${tokens.refresh}x` }],
    ["POST", "/api/history/rate/", { call_id: comment, rating: 99, comment }],
    ["PUT", "/api/match/location/", { latitude: 1e9, longitude: name }],
    ["GET", `/api/history/recent/?before=${hush}`, undefined],
    ["GET", `/${encodeURIComponent(name)}/${hush}?token=${tokens.access}`, undefined],
    ["GET", `/media/${encodeURIComponent(name)}`, undefined],
  ];
}

Deno.test("what a server writes holds no password, token, key, name, address, comment or place", async () => {
  await using place = await testInstallation({ isNew: true });
  await using server = await childServer(place, { TRUSTED_PROXIES: "1" });
  const hidden = new Hidden();
  hidden.note("an IP address", from["x-forwarded-for"]);
  hidden.note("a device", from["user-agent"]);
  for (const key of await keysOf(place)) hidden.note("a key", key);
  const names = { mina: "민들레홀씨", hana: "granite-flower", juno: "tangerine-dream" };
  for (const name of Object.values(names)) hidden.note("a name", name);
  const passwords = ["first", "second", "third", "wrong"].map((n) =>
    hidden.note("a password", `granite ${n} password`)
  );
  const [first, second, third, wrong] = passwords;
  const email = hidden.note("an e-mail address", "dandelion@mail.example");
  const ask = (method: string, path: string, body?: unknown, more: Record<string, string> = {}) =>
    send(server, method, path, body, { headers: { ...from, ...more } });

  const image = sharp({ create: { width: 9, height: 9, channels: 3, background: { r: 9, g: 9, b: 9 } } });
  const form = new FormData();
  for (const [field, value] of Object.entries({ username: names.mina, password: first, age: "24", gender: "female" })) {
    form.append(field, value);
  }
  form.append("profile_image", new Blob([new Uint8Array(await image.png().toBuffer())], { type: "image/png" }));
  assertEquals((await ask("POST", "/api/auth/signup/", form)).status, 201);

  const logIn = async (username: string, password: string) => {
    const answer = await ask("POST", "/api/auth/login/", { username, password });
    if (answer.status === 200) hidden.tokens("a token", answer.body);
    return answer;
  };
  assertEquals((await logIn(names.mina, wrong)).status, 401);
  const { body } = await logIn(names.mina, first);
  const tokens = z.object({ access: z.string(), refresh: z.string() });
  const refreshed = await ask("POST", "/api/auth/refresh", { refresh: tokens.parse(body).refresh });
  hidden.tokens("a token", refreshed.body);
  const as = { authorization: `Bearer ${tokens.parse(refreshed.body).access}` };
  const mine = (method: string, path: string, body?: unknown, more: Record<string, string> = {}) =>
    ask(method, path, body, { ...as, ...more });
  const profile = z.looseObject({ profile_image: z.string() }).parse((await mine("GET", "/api/user/profile/")).body);
  hidden.note("a picture", profile.profile_image.replace("/media/", ""));
  assertEquals((await ask("GET", profile.profile_image)).status, 200);

  // password, e-mail, reset
  const change = { current_password: first, new_password: second };
  assertEquals((await mine("PUT", "/api/user/password/", { ...change, current_password: wrong })).status, 403);
  assertEquals((await mine("PUT", "/api/user/password/", change)).status, 200);
  assertEquals((await mine("PUT", "/api/user/email/", { email, password: second })).status, 200);
  const verification = hidden.note("a token in a mail", await printedToken(server.lines, 0));
  assertEquals((await ask("POST", "/api/user/email/verify/", { token: verification })).status, 200);
  assertEquals((await ask("POST", "/api/auth/password-reset/", { email })).status, 202);
  const reset = hidden.note("a token in a mail", await printedToken(server.lines, 1));
  const confirm = { token: reset, new_password: third };
  assertEquals((await ask("POST", "/api/auth/password-reset/confirm/", confirm)).status, 200);
  assertEquals((await ask("POST", "/api/auth/password-reset/confirm/", confirm)).status, 422);
  assertEquals((await logIn(email, third)).status, 200);

  // from where someone is to what they say of a call
  const [caller, callee] = [await person(server, { name: names.hana }), await person(server, { name: names.juno })];
  for (const { password, access, refresh } of [caller, callee]) {
    hidden.note("a password", password);
    hidden.tokens("a token", { access, refresh });
  }
  const [latitude, longitude] = [37.5172831, 126.8664917];
  for (const coordinate of [latitude, longitude]) hidden.note("a place", String(coordinate));
  assertEquals((await caller.put("/api/match/location/", { latitude, longitude })).status, 200);
  const payment = await paymentOf(place, "granite-transaction");
  hidden.note("a payment", "granite-transaction");
  hidden.tokens("a payment token", { payment });
  assertEquals((await caller.post("/api/gem/charge/", { payment_token: payment })).status, 200);
  assertEquals((await caller.post("/api/gem/charge/", { payment_token: `${payment}x` })).status, 422);
  const call = await callOf(caller, await matched(caller, callee));
  assertEquals((await callee.post("/api/call/end/", { call_session_id: call })).status, 200);
  const comment = hidden.note("a comment", "목소리가 참 따뜻했어요");
  const rating = { call_id: Number(call), rating: 5, comment };
  const key = hidden.note("an Idempotency-Key", "granite-key-1");
  assertEquals((await caller.post("/api/history/rate/", rating, { headers: { "idempotency-key": key } })).status, 201);

  // what is refused
  const hush = hidden.note("a query", "granite-query");
  const refused = refusedRequests({ name: names.mina, password: third, email, comment, hush, tokens: caller });
  hidden.note("a path", encodeURIComponent(names.mina));
  for (const [method, path, body] of refused) {
    const { status } = await ask(method, path, body, { authorization: `Bearer ${caller.access}` });
    assert(status >= 400 && status < 500, `${method} ${path}: ${status}`);
  }
  const broken = await fetch(`${server.url}/api/auth/login/`, {
    method: "POST",
    headers: { ...from, "content-type": "application/json" },
    body: `{"username":"${names.mina}","password":"${third}`,
  });
  await broken.body?.cancel();
  assertEquals(broken.status, 400);

  // what goes wrong by itself: the database breaks every connection off, in the middle of requests
  const sql = connect(place.databaseUrl, { max: 1 });
  const worries = () => server.lines.filter((line) => /"level":"(warning|error)"/.test(line));
  await eventually(async () => {
    const asked = Array.from({ length: 8 }, () => logIn(names.mina, third));
    await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
              WHERE datname = current_database() AND pid <> pg_backend_pid()`;
    for (const { status } of await Promise.all(asked)) assert([200, 429, 503].includes(status), String(status));
    return worries().length > 0;
  });
  await sql.end();

  server.signal("SIGTERM");
  assertEquals(await server.ended, 0);
  const [mail, log] = [true, false].map((isMail) =>
    server.lines.filter((line) => line.startsWith(mailMark) === isMail)
  );
  assert(log.filter((line) => JSON.parse(`${line.startsWith("{") ? line : "{}"}`).message === "request").length > 40);
  // the search finds what is there: a mail carries its token and goes to an address
  assertEquals(hidden.foundIn(mail).length, 3);
  assert(hidden.values.size > 30, `${hidden.values.size} values`);
  assertEquals(hidden.foundIn(log), []);
});

Deno.test("a mail that a mail server refuses is reported without whom it was for", async () => {
  await using mailServer = await startMailServer({ refuses: true });
  await using place = await testInstallation();
  const config = { SMTP_URL: mailServer.url, MAIL_FROM: "Inyeon <no-reply@inyeon.example>" };
  await using server = await childServer(place, config);
  const mina = await person(server, { name: "dandelion" });
  const email = "dandelion@mail.example";
  assertEquals((await mina.put("/api/user/email/", { email, password: mina.password })).status, 200);
  const line = await eventually(() => server.lines.find((line) => line.includes('"part":"mail"')));
  assertEquals(JSON.parse(line).reason, "The mail server did not take a mail: EENVELOPE 550");
  server.signal("SIGTERM");
  await server.ended;
  assertEquals(server.lines.filter((line) => line.includes("dandelion")), []);
});

/** A development payment for the servers of an installation. */
async function paymentOf({ databaseUrl, dataDir }: Installation, transactionId: string): Promise<string> {
  const { jwtKeys: [key] } = await loadSecrets(readConfig({ DATABASE_URL: databaseUrl, DATA_DIR: dataDir }));
  return await developmentToken(key, { transactionId, productId: "gems_100", kind: "payment" });
}
