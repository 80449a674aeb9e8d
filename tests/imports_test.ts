import { assert, assertEquals } from "@std/assert";
import { dirname, join } from "node:path";
import { apps } from "../src/apps.ts";
import { access as accounts } from "../src/accounts/access.ts";
import { sourceFiles, sourceText } from "./support/source_files.ts";

/**
 * Which rooms each room may know, besides itself: a folder of `src`, a single file there, or what lies beside `src`. What
 * is not named may not be imported.
 */
const allowed: Record<string, string> = {
  events: "",
  main: "start",
  projections: "events",
  accounts: "events projections answers app configuration deciding http leaders log mail reactors realtime system",
  answers: "",
  app: "events projections answers configuration deciding http ids log pages reactors realtime system",
  apps: "projections accounts app calls chat gems http ids interviews privacy realtime safety saju",
  audit: "projections configuration log read_models",
  backup: "events audit configuration database ids log read_models",
  calls: "events projections accounts answers app configuration deciding gems http leaders log pages realtime " +
    "system",
  chat: "events projections accounts answers app configuration deciding http log realtime system",
  configuration: "",
  database: "",
  deciding: "events projections answers configuration database ids log read_models",
  gems: "events projections accounts answers app configuration deciding http log realtime safety system",
  http: "events answers app database log",
  ids: "",
  interviews: "app",
  invariants: "events projections app apps log",
  leaders: "database log read_models system",
  log: "events database",
  mail: "",
  pages: "answers http",
  privacy: "events projections accounts answers app deciding http safety system",
  reactors: "events log system",
  read_models: "events projections leaders log",
  realtime: "events projections answers app deciding http system",
  safety: "events projections accounts answers app deciding http leaders log realtime system",
  saju: "events projections accounts answers app chat configuration deciding http log pages realtime system",
  start: "app apps audit backup configuration database deciding http ids leaders log mail pages reactors " +
    "read_models realtime system",
  system: "configuration deciding http ids log mail read_models",
  tasks: "events projections accounts answers app apps audit backup calls configuration database deciding gems " +
    "http ids invariants log reactors read_models realtime safety saju start",
  vendor: "",
};

/** Apps that others build on; no other app may be named outside its own room. */
const shared = ["accounts", "http", "privacy", "safety", "chat", "gems"];

/** The room a file is in. */
function roomOf(path: string): string {
  const [top, second] = path.split("/");
  return (top === "src" ? second : top).replace(/\.ts$/, "");
}

/** What a file imports; what pages take of the server's types does not count, since it is gone when they run. */
function importsOf(path: string): Promise<string[]> {
  return path.startsWith("src/pages/") ? valuesOf(path) : everythingOf(path);
}

async function everythingOf(path: string): Promise<string[]> {
  return imports(path, await sourceText(path));
}

/** What must be there before a file runs: all but types. */
async function valuesOf(path: string): Promise<string[]> {
  return imports(path, (await sourceText(path)).replace(/(^|\n)(import|export) type [^;]*;/g, ""));
}

function imports(path: string, text: string): string[] {
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^"';]*?(?:from\s+)?"(\.[^"]+)"|import\("(\.[^"]+)"\)/g,
  );
  return [...found].map(([, from, dynamic]) => join(dirname(path), from ?? dynamic));
}

async function* everyFile(): AsyncGenerator<string> {
  yield "main.ts";
  for (const folder of ["events", "projections", "src"]) yield* sourceFiles(folder);
}

Deno.test("imports go one way, in every room", async () => {
  const wrong: string[] = [];
  const rooms = new Set<string>();
  for await (const path of everyFile()) {
    const room = roomOf(path);
    rooms.add(room);
    const known = allowed[room]?.split(" ") ?? [];
    for (const imported of await importsOf(path)) {
      const target = roomOf(imported);
      if (target !== room && !known.includes(target)) wrong.push(`${path} must not import ${imported}`);
    }
  }
  assertEquals(wrong, []);
  assertEquals(Object.keys(allowed).sort(), [...rooms].sort(), "each room says which it knows, and no other does");
});

Deno.test("what runs in a browser takes nothing of the server but types", async () => {
  const wrong: string[] = [];
  let looked = 0;
  for await (const path of sourceFiles("src/pages")) {
    // what lies directly in the room runs on the server
    if (path.split("/").length === 3) continue;
    looked++;
    for (const imported of await importsOf(path)) {
      if (roomOf(imported) !== "pages") wrong.push(`${path} must not import ${imported}`);
    }
  }
  assert(looked > 20, "the files were not found");
  assertEquals(wrong, []);
});

Deno.test("no app knows another app", async () => {
  const apps = new Set<string>();
  for await (const path of sourceFiles("src")) if (/^src\/\w+\/app\.ts$/.test(path)) apps.add(roomOf(path));
  const own = [...apps].filter((app) => !shared.includes(app));
  assert(own.length >= 2, `only ${own} were found`);
  const wrong: string[] = [];
  for (const app of own) {
    for await (const path of sourceFiles(`src/${app}`)) {
      for (const imported of await importsOf(path)) {
        const target = roomOf(imported);
        if (target !== app && own.includes(target)) wrong.push(`${path} must not import ${imported}`);
      }
    }
  }
  assertEquals(wrong, []);
});

/** Rooms that take every app from the list. */
const listReaders = [
  "src/accounts",
  "src/answers",
  "src/app",
  "src/deciding",
  "src/http",
  "src/ids",
  "src/invariants",
  "src/leaders",
  "src/log",
  "src/privacy",
  "src/reactors",
  "src/read_models",
  "src/realtime",
  "src/safety",
  "src/start",
  "src/tasks/simulate",
  "src/tasks/simulate.ts",
  "src/tasks/torture",
  "src/tasks/torture.ts",
];

/** The files of a room, which may be a single one. */
async function* filesOf(room: string): AsyncGenerator<string> {
  if (room.endsWith(".ts")) yield room;
  else yield* sourceFiles(room);
}

/** Apps that no shared room names. */
const unnamed = ["calls", "chat", "gems", "interviews", "saju"];

Deno.test("a shared room names no app, nor its facts and read models", async () => {
  const wrong: string[] = [];
  let looked = 0;
  for (const room of listReaders) {
    for await (const path of filesOf(room)) {
      looked++;
      for (const imported of await importsOf(path)) {
        const [, of = ""] = /^(?:events|projections|src)\/(\w+)/.exec(imported) ?? [];
        if (unnamed.includes(of)) wrong.push(`${path} must not import ${imported}`);
      }
    }
  }
  assert(looked > 150, "the files were not found");
  assertEquals(wrong, []);
});

Deno.test("a shared room names no fact of an app by its type", async () => {
  const types = apps.filter(({ name }) => unnamed.includes(name)).flatMap(({ events }) => Object.keys(events));
  assert(types.length > 20, "the events were not found");
  const wrong: string[] = [];
  for (const room of listReaders) {
    for await (const path of filesOf(room)) {
      const text = await sourceText(path);
      for (const type of types) if (text.includes(`"${type}"`)) wrong.push(`${path} must not name ${type}`);
    }
  }
  assertEquals(wrong, []);
});

Deno.test("simulation and torture name no endpoint of an app", async () => {
  const known = new Set<string>(Object.values(accounts).map(({ path }) => path));
  const wrong: string[] = [];
  let looked = 0;
  const paths = [
    ...await Array.fromAsync(sourceFiles("src/tasks/simulate")),
    ...await Array.fromAsync(sourceFiles("src/tasks/torture")),
  ];
  for (const path of paths) {
    for (const [named] of (await sourceText(path)).matchAll(/\/api\/[^"`?\s]*/g)) {
      looked++;
      if (!known.has(named)) wrong.push(`${path} must not name ${named}`);
    }
  }
  assert(looked >= 6, "the paths were not found");
  assertEquals(wrong, []);
});

/** The apps whose read models every app may know, and which of these each may know itself. */
const knownByAll: Record<string, string[]> = {
  accounts: [],
  safety: ["accounts"],
  gems: ["accounts", "safety"],
  chat: ["accounts", "safety"],
};

Deno.test("read models know those of their own app, and of the apps that every app may know", async () => {
  const wrong: string[] = [];
  let looked = 0;
  for await (const path of sourceFiles("projections")) {
    const [, app, file] = path.split("/");
    if (file === undefined) continue;
    const known = [app, ...knownByAll[app] ?? Object.keys(knownByAll)];
    for (const imported of await importsOf(path)) {
      const [room, of, model] = imported.split("/");
      if (room !== "projections" || model === undefined) continue;
      looked++;
      if (!known.includes(of)) wrong.push(`${path} must not import ${imported}`);
    }
  }
  assert(looked > 10, "the imports were not found");
  assertEquals(wrong, []);
});

Deno.test("no room needs another to load that needs it in turn", async () => {
  const needs = new Map<string, Set<string>>();
  for await (const path of everyFile()) {
    const of = needs.get(roomOf(path)) ?? new Set();
    needs.set(roomOf(path), of);
    for (const imported of await valuesOf(path)) of.add(roomOf(imported));
  }
  for (const [room, others] of needs) others.delete(room);
  // takes away whatever needs nothing that is left: what remains goes round in circles
  for (let free = leaves(needs); free.length > 0; free = leaves(needs)) for (const room of free) needs.delete(room);
  assertEquals([...needs.keys()], []);
});

/** The rooms that need none of the others. */
function leaves(needs: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  return [...needs].filter(([, others]) => ![...others].some((other) => needs.has(other))).map(([room]) => room);
}
