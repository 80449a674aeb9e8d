import { assert, assertEquals } from "@std/assert";
import { makeFacts } from "../../src/tasks/simulate/facts.ts";
import { play } from "../../src/tasks/simulate/play.ts";
import { newRecords } from "../../src/tasks/simulate/records.ts";
import { apps as served } from "../../src/apps.ts";
import type { App } from "../../src/app.ts";
import { loadSecrets } from "../../src/configuration/secrets.ts";
import { readConfig } from "../../src/start/read_config.ts";
import { apps } from "../support/apps.ts";
import { printedSeed } from "../support/seed.ts";
import { testServer } from "../support/server.ts";
import { assertSound, historyOf } from "../support/sound.ts";
import { studyGroups } from "../support/study_groups/app.ts";

const run = { name: "sim", size: 5, seconds: 0, throttles: false };

/** What five people say on their arrival, to a server that knows nothing; each by the order of their coming. */
async function arrivals(seed: number, apps: readonly App[]): Promise<Map<string, Set<string>>> {
  const asked = new Map<string, Set<string>>();
  const stub = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (request) => {
    const { pathname } = new URL(request.url);
    const text = await request.text();
    const name: string = pathname === "/api/auth/login/" ? JSON.parse(text).username : "";
    const who = request.headers.get("authorization")?.slice("Bearer ".length) ?? "";
    if (pathname === "/api/auth/signup/") return Response.json({ message: "" }, { status: 201 });
    if (name) return Response.json({ access: name, refresh: name });
    const number = Number(who.split("_")[1]);
    if (pathname === "/api/auth/me") return Response.json({ user_id: 1 + number, username: who });
    if (who) asked.set(who, (asked.get(who) ?? new Set()).add(`${request.method} ${pathname} ${text}`));
    return Response.json({ message: "" });
  });
  const url = `http://127.0.0.1:${stub.addr.port}`;
  const dataDir = await Deno.makeTempDir();
  try {
    const config = readConfig({ DATA_DIR: dataDir });
    const of = { url, config, secrets: await loadSecrets(config) };
    const brought = Object.assign({}, ...await Promise.all(apps.map(({ simulates }) => simulates?.opens?.(of))));
    await play({ ...run, apps, brought, url, seed, records: newRecords() });
  } finally {
    await stub.shutdown();
    await Deno.remove(dataDir, { recursive: true });
  }
  return asked;
}

Deno.test("the same seed gives the same people, whichever other apps there are", async () => {
  const seed = printedSeed();
  const all = await arrivals(seed, served);
  assertEquals(all.size, run.size);
  assertEquals(await arrivals(seed, served), all);
  const others = await arrivals(seed + 1, served);
  assert([...all].some(([who, asked]) => [...asked].some((one) => !others.get(who)?.has(one))), "all seeds are alike");
  for (const [who, asked] of await arrivals(seed, served.slice(0, 3))) {
    for (const one of asked) assert(all.get(who)?.has(one), `${who} says ${one} only where there are fewer apps`);
  }
});

Deno.test("an app is simulated by being in the list", async () => {
  const seed = printedSeed();
  await using server = await testServer({ apps });
  const records = newRecords();
  const of = { ...run, apps: [studyGroups], brought: {}, url: server.url, seed, seconds: 2, records };
  await play({ ...of, throttles: true });
  assertEquals([...records.surprisesByKind.values()], []);
  const types = (await historyOf(server.system)).map(({ type }) => type as string);
  const founded = types.filter((type) => type === "StudyGroupFounded").length;
  assert(founded > 0, "nobody founded a group");
  assertEquals(types.filter((type) => type === "StudyGroupClosed").length, founded);
  await assertSound(server.system, apps);
});

Deno.test("a fact may be so from its beginning, and is certain once it was done", () => {
  const facts = makeFacts();
  const known = () => [facts.may("it rains"), facts.must("it rains")];
  assertEquals(known(), [false, false]);
  const [first, second] = [facts.begin("it rains"), facts.begin("it rains")];
  assertEquals(known(), [true, false]);
  first(false);
  assertEquals(known(), [true, false], "another one is still at it");
  second(false);
  assertEquals(known(), [false, false], "it came to nothing");
  facts.begin("it rains")(true);
  assertEquals(known(), [true, true]);
  facts.begin("it rains")(false);
  assertEquals(known(), [true, true], "what is so stays so");
});
