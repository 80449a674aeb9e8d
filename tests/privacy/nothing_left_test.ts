import { assert, assertEquals } from "@std/assert";
import { reset } from "@logtape/logtape";
import { EmailChanged } from "../../events/accounts.ts";
import { sealedFor } from "../../events/side_keys.ts";
import { projections } from "../../src/apps.ts";
import { backup } from "../../src/backup/backup.ts";
import { configureLogging } from "../../src/http/logging.ts";
import { rebuild } from "../../src/read_models/rebuild.ts";
import { start } from "../../src/start/start.ts";
import { backupFolder, makePlace } from "../backup/house.ts";
import { buy, callOf, codeOf, isMatching, locate, matched, offered, person, send, wants } from "../support/client.ts";
import type { Door, Person } from "../support/client.ts";
import { chatBetween, say } from "../chat/house.ts";
import { eventually } from "../support/eventually.ts";
import { hashOf } from "../support/facts.ts";
import { testServer } from "../support/server.ts";
import { assertSound, historyOf } from "../support/sound.ts";
import { filesOf, storePicture, subjectsOf } from "./house.ts";
import { filesAsText, foundIn, type Needles, search, tablesAsText } from "./needles.ts";

const never = new AbortController().signal;

/** What a person says, shows and leaves behind, that nobody else does. */
const said = {
  "first name": "needlename-first",
  "second name": "NeedleName-Second",
  device: "NeedlePhone/9.81",
  address: "203.0.113.77",
  "e-mail": "needle@mail.example",
  comment: "needle comment on a call",
  message: "needle words in a chat",
};
const from = { headers: { "user-agent": said.device, "x-forwarded-for": said.address } };

/** What someone sees of whom they met. */
async function seenBy(someone: Person): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (
    const path of ["/api/history/recent/", "/api/users/me/export", "/api/blocks", "/api/user/profile/", "/api/chats"]
  ) {
    const { status, body } = await someone.get(path);
    assertEquals(status, 200, path);
    texts[path] = JSON.stringify(body);
  }
  return texts;
}

/** Every table, without the random names of files that are gone, which are kept for an hour. */
async function tablesOf(sql: Parameters<typeof tablesAsText>[0]): Promise<Record<string, string>> {
  const { media_files: _, ...tables } = await tablesAsText(sql);
  return tables;
}

const metricsOf = async (door: Door) => String((await send(door, "GET", "/metrics")).body);

/** Everything somebody does, but for what only a report may keep. */
async function liveALife(mina: Person, juno: Person, server: Awaited<ReturnType<typeof testServer>>) {
  const login = (password: string) => send(server, "POST", "/api/auth/login/", { username: mina.name, password }, from);
  assertEquals([codeOf(await login("wrong")), (await login(mina.password)).status], ["401 auth.login_failed", 200]);
  await storePicture(mina, "profile_image", "#123456");
  await storePicture(mina, "profile_image", "#654321");
  await storePicture(mina, "file", "#abcdef");
  await locate(mina, [-33.9, 18.4]);
  await buy(server, mina);
  await wants(mina, { gender: "male" });
  const call_id = Number(await callOf(mina, await matched(mina, juno)));
  const chat = await chatBetween(server, [mina, juno]);
  await say(juno, chat, "juno's own words");
  await say(mina, chat, said.message, "needle words in a chat, as a client calls them");
  const made = [
    await juno.post("/api/call/end/", { call_session_id: String(call_id) }),
    await mina.post("/api/history/rate/", { call_id, rating: 4, comment: said.comment }, {
      headers: { ...from.headers, "idempotency-key": "once" },
    }),
    await juno.post("/api/history/rate/", { call_id, rating: 5, comment: "a comment of juno's" }),
    await juno.post("/api/reports", { call_id, reason: "other" }),
    await juno.post("/api/blocks", { call_id }),
    await mina.patch("/api/user/profile/", { username: said["second name"] }, from),
  ];
  assertEquals(made.map(({ status }) => status), [200, 201, 201, 201, 201, 200]);
  const email = { email: said["e-mail"], emailHash: hashOf("needle"), freedHash: null };
  const meta = { actor: 1, correlationId: "test", app: "accounts" as const };
  await server.system.log.append({ events: [EmailChanged({ userId: 1, ...email })], guards: [], meta });
}

Deno.test("after an erasure nothing of the person is found anywhere", async (t) => {
  const lines: string[] = [];
  await configureLogging({ level: "debug", write: (line) => lines.push(line) });
  try {
    await using folder = await backupFolder();
    await using server = await testServer({ config: { TRUSTED_PROXIES: "1" } });
    const { system, installation: { dataDir } } = server;
    const { sql, log, secrets, now } = system;
    const [mina, juno, kim] = [
      await person(server, { name: said["first name"], gender: "female" }),
      await person(server, { name: "juno" }),
      await person(server, { name: "kim" }),
    ];
    await liveALife(mina, juno, server);
    await Promise.all([offered(mina), offered(kim)]);
    const needles: Needles = { ...said };

    await t.step("before, it is all there", async () => {
      const [{ hash }] = await sql<{ hash: string }[]>`
        SELECT password_hash AS hash FROM credentials WHERE user_id = 1`;
      const [{ cell }] = await sql<{ cell: string }[]>`SELECT cell FROM locations`;
      Object.assign(needles, { "password hash": hash, cell });
      for (const [n, name] of (await filesOf(server)).entries()) {
        needles[`picture ${n}`] = await Deno.readFile(`${dataDir}/media/${name}`);
        needles[`name of picture ${n}`] = name;
      }
      await eventually(async () => (await sql`SELECT FROM users WHERE email IS NOT NULL`).length === 1);
      const texts = { ...await tablesAsText(sql), ...await filesAsText(`${dataDir}/media`) };
      const found = Object.values(search(texts, needles)).flat();
      assertEquals(Object.keys(needles).filter((what) => !found.includes(what)), []);
      assertEquals(Object.keys(needles).length, 13);
      assert((await sql`SELECT FROM idempotent_answers WHERE user_id = 1`).length > 0);
      const name = secrets.hash(`login email ${said["first name"]}`);
      assert((await sql`SELECT FROM login_attempts WHERE split_part(key, '@', 1) = ${name}`).length > 0);
      assert((await sql`SELECT FROM known_addresses WHERE user_id = 1`).length > 0);
      // he blocked her: what she called herself later is not told
      const shown = Object.entries(search(await seenBy(juno), needles)).map(([path, what]) => [
        path,
        what.filter((one) => !one.startsWith("name of picture")),
      ]);
      assertEquals(Object.fromEntries(shown), {
        "/api/history/recent/": ["first name"],
        "/api/blocks": ["first name"],
        "/api/chats": ["first name", "message"],
      });
      await backup({ sql, secrets, file: folder.path("before"), now, signal: never });
    });

    const answered = await mina.post("/api/users/me/erase", { password: mina.password }, from);
    assertEquals(answered.status, 200);

    await t.step("in every table, file, figure and line", async () => {
      assertEquals(search(await tablesOf(sql), needles), {});
      assertEquals(search(await filesAsText(dataDir), needles), {});
      assertEquals(await filesOf(server), []);
      const side = await sql`SELECT FROM locations UNION ALL SELECT FROM idempotent_answers WHERE user_id = 1`;
      assertEquals([side.length, await subjectsOf(server)], [0, [sealedFor.message(1, 1), sealedFor.report(1), 2, 3]]);
      const name = secrets.hash(`login email ${said["first name"]}`);
      assertEquals((await sql`SELECT FROM login_attempts WHERE split_part(key, '@', 1) = ${name}`).length, 0);
      assertEquals((await sql`SELECT FROM known_addresses WHERE user_id = 1`).length, 0);
    });

    await t.step("in what others see, whose history stands", async () => {
      const seen = await seenBy(juno);
      assertEquals(search(seen, needles), {});
      const [call] = JSON.parse(seen["/api/history/recent/"]);
      assertEquals([call.username, call.rated], ["탈퇴한 사용자", true]);
      assertEquals(JSON.parse(seen["/api/blocks"])[0].username, "탈퇴한 사용자");
      assertEquals(JSON.parse(seen["/api/user/profile/"]).rating, 4);
      const [chat] = JSON.parse(seen["/api/chats"]);
      assertEquals([chat.closed, chat.last_message.erased], [true, true]);
      assertEquals([chat.partner.name, chat.last_message.content], ["탈퇴한 사용자", ""]);
      // whoever was just looking at them waits again
      assertEquals([(await kim.get("/api/match/random/?wait=0")).status, await isMatching(kim)], [202, true]);
    });

    await t.step("in the log as another process reads it, but for what a report copied", async () => {
      await using other = await server.another();
      const events = await historyOf(other.system);
      const telling = events.filter((event) => foundIn(JSON.stringify(event), needles).length > 0);
      assertEquals(telling.map(({ type, data }) => [type, foundIn(JSON.stringify(data), needles)]), [
        ["PersonReported", ["first name"]],
      ]);
      await rebuild({ sql, log: other.system.log, projections, signal: never });
      assertEquals(search(await tablesOf(sql), needles), {});
    });

    await t.step("in a backup made before and restored", async () => {
      await using place = await makePlace({ dataDir });
      const { keysLeftOut } = await place.restore([folder.path("before")], {
        erasuresFrom: [`${dataDir}/forgotten.jsonl`],
      });
      assertEquals(keysLeftOut, 2);
      const restored = await start({ ...place.config, port: 0 }, { limit: false, checkAnswers: true });
      try {
        await eventually(async () => {
          const [user] = await place.sql<{ erased_at: Date | null }[]>`SELECT erased_at FROM users WHERE id = 1`;
          return user.erased_at;
        });
        assertEquals(search(await tablesOf(place.sql), needles), {});
        assertEquals(search(await seenBy(await juno.at(restored).refreshed()), needles), {});
        await assertSound(restored.system);
        lines.push(await metricsOf(restored));
      } finally {
        await restored.stop();
      }
    });

    assertEquals(foundIn(await metricsOf(server), needles), []);
    assert(lines.length > 20, "nothing was logged");
    assertEquals(foundIn(lines.join("\n"), needles), []);
    await eventually(() => log.head().then((head) => head === system.tail.position()));
    await assertSound(system);
  } finally {
    await reset();
  }
});
