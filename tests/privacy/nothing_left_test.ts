import { assert, assertEquals } from "@std/assert";
import { reset } from "@logtape/logtape";
import type { Event } from "../../events/vocabulary.ts";
import { EmailChanged } from "../../events/accounts.ts";
import { sealedFor } from "../../events/side_keys.ts";
import { backup } from "../../src/backup/backup.ts";
import { configureLogging } from "../../src/http/logging.ts";
import { rebuild } from "../../src/read_models/rebuild.ts";
import { start } from "../../src/start/start.ts";
import { backupFolder, makePlace } from "../backup/house.ts";
import { checkAnswers } from "../support/check_answers.ts";
import { codeOf, isMatching, offered, person, send } from "../support/client.ts";
import type { Door, Person } from "../support/client.ts";
import { apps } from "../support/apps.ts";
import { eventually } from "../support/eventually.ts";
import { hashOf } from "../support/facts.ts";
import { textsOf } from "../events/texts.ts";
import { matrices } from "../support/matrix.ts";
import { type TestServer, testServer } from "../support/server.ts";
import { assertSound, historyOf } from "../support/sound.ts";
import { filesOf, storePicture, subjectsOf } from "./house.ts";
import { filesAsText, foundIn, type Needles, search, tablesAsText } from "./needles.ts";

const never = new AbortController().signal;

/** The types of events with personal fields of which there is none, or none whose text holds a needle. */
function untold(events: readonly Event[], needles: Needles): string[] {
  return apps.flatMap(({ name, events: types }) =>
    Object.values(types).flatMap(({ type, personal, schema }) => {
      const fields = Object.keys(personal);
      const texts = textsOf(schema).filter((field) => fields.includes(field));
      const isTold = events.filter((event) => event.type === type).some(({ data }) => {
        const said = Object.entries(data).filter(([field]) => texts.includes(field));
        return texts.length === 0 || foundIn(JSON.stringify(said), needles).length > 0;
      });
      if (fields.length === 0 || isTold) return [];
      return [
        `No ${type} says in ${
          fields.join(", ")
        } what is searched for: tell it in \`life\` of tests/${name}/matrix.ts. ` +
        `Otherwise nobody looks whether it goes with its person.`,
      ];
    })
  );
}

/** What a person says, shows and leaves behind, that nobody else does. */
const said = {
  "first name": "needlename-first",
  "second name": "NeedleName-Second",
  device: "NeedlePhone/9.81",
  address: "203.0.113.77",
  "e-mail": "needle@mail.example",
};
const from = { headers: { "user-agent": said.device, "x-forwarded-for": said.address } };

const lives = (await matrices()).flatMap(([_app, { life }]) => life ?? []);
const paths = ["/api/users/me/export", "/api/user/profile/", ...lives.flatMap(({ seen = {} }) => Object.keys(seen))];

/** What someone sees of whom they met. */
async function seenBy(someone: Person): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const path of paths) {
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

/** Everything somebody does, but for what only a report may keep. Returns what they said and showed in the apps. */
async function liveALife(mina: Person, juno: Person, server: TestServer): Promise<Needles> {
  await storePicture(mina, "profile_image", "#123456");
  await storePicture(mina, "profile_image", "#654321");
  await storePicture(mina, "file", "#abcdef");
  const needles: Needles = {};
  for (const { live } of lives) Object.assign(needles, await live({ server, mina, juno }));
  const login = (password: string) => send(server, "POST", "/api/auth/login/", { username: mina.name, password }, from);
  assertEquals([codeOf(await login("wrong")), (await login(mina.password)).status], ["401 auth.login_failed", 200]);
  assertEquals((await mina.patch("/api/user/profile/", { username: said["second name"] }, from)).status, 200);
  const email = { email: said["e-mail"], emailHash: hashOf("needle"), freedHash: null };
  const meta = { actor: 1, correlationId: "test", app: "accounts" as const };
  await server.system.log.append({ events: [EmailChanged({ userId: 1, ...email })], guards: [], meta });
  return needles;
}

Deno.test("after an erasure nothing of the person is found anywhere", async (t) => {
  const lines: string[] = [];
  await configureLogging({ level: "debug", write: (line) => lines.push(line) });
  try {
    await using folder = await backupFolder();
    await using server = await testServer({ apps, config: { TRUSTED_PROXIES: "1" } });
    const { system, installation: { dataDir } } = server;
    const { sql, log, secrets, now } = system;
    const [mina, juno, kim] = [
      await person(server, { name: said["first name"], gender: "female" }),
      await person(server, { name: "juno" }),
      await person(server, { name: "kim" }),
    ];
    const needles: Needles = { ...said, ...await liveALife(mina, juno, server) };
    await Promise.all([offered(mina), offered(kim)]);

    await t.step("before, it is all there", async () => {
      const [{ hash }] = await sql<{ hash: string }[]>`
        SELECT password_hash AS hash FROM credentials WHERE user_id = 1`;
      Object.assign(needles, { "password hash": hash });
      for (const [n, name] of (await filesOf(server)).entries()) {
        needles[`picture ${n}`] = await Deno.readFile(`${dataDir}/media/${name}`);
        needles[`name of picture ${n}`] = name;
      }
      await eventually(async () => (await sql`SELECT FROM users WHERE email IS NOT NULL`).length === 1);
      const texts = { ...await tablesAsText(sql), ...await filesAsText(`${dataDir}/media`) };
      const found = Object.values(search(texts, needles)).flat();
      const loggedAlone = lives.flatMap((life) => life.loggedAlone ?? []);
      assertEquals(Object.keys(needles).filter((what) => !found.includes(what)), loggedAlone);
      const history = await historyOf(system);
      const logged = foundIn(JSON.stringify(history), needles);
      assertEquals(loggedAlone.filter((what) => !logged.includes(what)), []);
      assert(Object.keys(needles).length >= 13);
      assertEquals(untold(history, needles), []);
      assert((await sql`SELECT FROM idempotent_answers WHERE user_id = 1`).length > 0);
      const name = secrets.hash(`login email ${said["first name"]}`);
      assert((await sql`SELECT FROM login_attempts WHERE split_part(key, '@', 1) = ${name}`).length > 0);
      assert((await sql`SELECT FROM known_addresses WHERE user_id = 1`).length > 0);
      // he blocked her: what she called herself later is not told
      const shown = Object.entries(search(await seenBy(juno), needles)).map(([path, what]) => [
        path,
        what.filter((one) => !one.startsWith("name of picture")),
      ]);
      assertEquals(Object.fromEntries(shown), Object.assign({}, ...lives.map(({ seen }) => seen)));
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
      assertEquals(JSON.parse(seen["/api/user/profile/"]).rating, 4);
      for (const { left } of lives) left?.(seen);
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
      await rebuild({ sql, log: other.system.log, projections: apps.flatMap((app) => app.projections), signal: never });
      assertEquals(search(await tablesOf(sql), needles), {});
    });

    await t.step("in a backup made before and restored", async () => {
      await using place = await makePlace({ dataDir });
      const { keysLeftOut } = await place.restore([folder.path("before")], {
        erasuresFrom: [`${dataDir}/forgotten.jsonl`],
      });
      assertEquals(keysLeftOut, 2);
      const restored = await start({ ...place.config, port: 0 }, { apps, limit: false, checkAnswers });
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
