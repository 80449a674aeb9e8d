import { assert, assertEquals } from "@std/assert";
import { dirname, join, relative } from "node:path";

/** Which rooms each room may know, besides itself; what is not named may not be imported. */
const allowed: Record<string, string[]> = {
  "events": [],
  "projections": ["events"],
  "src/answers": [],
  "src/configuration": [],
  "src/database": ["src/configuration"],
  "src/log": ["events", "src/database"],
  "src/leaders": ["src/database", "src/log", "src/read_models", "src/system"],
  "src/ids": [],
  "src/mail": [],
  "src/read_models": ["events", "projections", "src/log", "src/leaders"],
  "src/deciding": [
    "src/configuration",
    "events",
    "projections",
    "src/answers",
    "src/database",
    "src/ids",
    "src/log",
    "src/read_models",
  ],
  "src/audit": ["projections", "src/configuration", "src/log", "src/read_models"],
  "src/backup": ["events", "src/audit", "src/configuration", "src/database", "src/ids", "src/log", "src/read_models"],
  "src/app": [
    "events",
    "projections",
    "src/answers",
    "src/deciding",
    "src/http",
    "src/ids",
    "src/log",
    "src/start",
    "src/system",
  ],
  "src/reactors": ["events", "src/log", "src/system"],
  "src/accounts": [
    "src/reactors",
    "src/configuration",
    "events",
    "projections",
    "src/answers",
    "src/app",
    "src/deciding",
    "src/http",
    "src/leaders",
    "src/log",
    "src/realtime",
    "src/system",
    "src/mail",
  ],
  "src/calls": [
    "src/pages",
    "src/configuration",
    "events",
    "projections",
    "src/answers",
    "src/app",
    "src/deciding",
    "src/http",
    "src/leaders",
    "src/log",
    "src/realtime",
    "src/system",
    "src/accounts",
    "src/configuration",
    "src/gems",
  ],
  "src/gems": [
    "src/configuration",
    "events",
    "projections",
    "src/answers",
    "src/app",
    "src/deciding",
    "src/http",
    "src/leaders",
    "src/log",
    "src/realtime",
    "src/system",
    "src/accounts",
  ],
  "src/saju": [
    "src/pages",
    "src/configuration",
    "events",
    "projections",
    "src/answers",
    "src/app",
    "src/deciding",
    "src/http",
    "src/leaders",
    "src/log",
    "src/realtime",
    "src/system",
    "src/accounts",
    "src/chat",
  ],
  "src/safety": [
    "events",
    "projections",
    "src/answers",
    "src/app",
    "src/deciding",
    "src/http",
    "src/leaders",
    "src/log",
    "src/realtime",
    "src/system",
    "src/accounts",
  ],
  "src/chat": [
    "src/configuration",
    "events",
    "projections",
    "src/answers",
    "src/app",
    "src/deciding",
    "src/http",
    "src/leaders",
    "src/log",
    "src/realtime",
    "src/system",
    "src/accounts",
    "src/configuration",
  ],
  "src/privacy": [
    "src/configuration",
    "events",
    "projections",
    "src/answers",
    "src/app",
    "src/deciding",
    "src/http",
    "src/leaders",
    "src/log",
    "src/system",
    "src/accounts",
    "src/safety",
  ],
  "src/realtime": [
    "events",
    "projections",
    "src/answers",
    "src/app",
    "src/deciding",
    "src/http",
    "src/system",
  ],
  "src/pages": ["src/answers", "src/configuration", "src/http"],
  "src/http": ["events", "src/answers", "src/app", "src/database", "src/log", "src/vendor"],
};

const root = new URL("..", import.meta.url).pathname;

async function* sources(folder: string): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(join(root, folder))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) yield* sources(path);
    else if (/\.tsx?$/.test(entry.name)) yield path;
  }
}

/** The room a file is in: its folder, or for a file directly in src its own name. */
function roomOf(path: string): string {
  const [top, second] = path.split("/");
  return top === "src" ? `src/${second.replace(/\.ts$/, "")}` : top;
}

/** What a file imports; what pages take of the server's types does not count, since it is gone when they run. */
async function importsOf(path: string): Promise<string[]> {
  const all = await Deno.readTextFile(join(root, path));
  const text = path.startsWith("src/pages/") ? all.replace(/(^|\n)(import|export) type [^;]*;/g, "") : all;
  const found = text.matchAll(/(?:^|\n)\s*(?:import|export)[^"';]*from\s+"(\.[^"]+)"|import\("(\.[^"]+)"\)/g);
  return [...found].map(([, from, dynamic]) => relative(root, join(root, dirname(path), from ?? dynamic)));
}

Deno.test("imports go one way", async () => {
  const wrong: string[] = [];
  let looked = 0;
  for (const [room, known] of Object.entries(allowed)) {
    for await (const path of sources(room)) {
      for (const imported of await importsOf(path)) {
        looked++;
        const target = roomOf(imported);
        if (target !== room && !known.includes(target)) wrong.push(`${path} must not import ${imported}`);
      }
    }
  }
  assert(looked > 100, "the imports were not found");
  assertEquals(wrong, []);
});

Deno.test("what runs in a browser takes nothing of the server but types", async () => {
  const wrong: string[] = [];
  let looked = 0;
  for await (const path of sources("src/pages")) {
    // what lies directly in the room runs on the server
    if (path.split("/").length === 3) continue;
    looked++;
    for (const imported of await importsOf(path)) {
      if (roomOf(imported) !== "src/pages") wrong.push(`${path} must not import ${imported}`);
    }
  }
  assert(looked > 20, "the files were not found");
  assertEquals(wrong, []);
});

Deno.test("a shared room names no app, nor its facts and read models", async () => {
  const apps = ["calls", "chat", "gems", "saju"];
  const wrong: string[] = [];
  for (const room of ["src/safety", "src/privacy"]) {
    for await (const path of sources(room)) {
      for (const imported of await importsOf(path)) {
        const [, of] = /^(?:events|projections|src)\/(\w+)/.exec(imported) ?? [];
        if (apps.includes(of)) wrong.push(`${path} must not import ${imported}`);
      }
    }
  }
  assertEquals(wrong, []);
});

Deno.test("no app knows another app", async () => {
  const apps = ["src/calls", "src/saju", "src/roommates", "src/interviews"];
  const wrong: string[] = [];
  for (const app of apps) {
    const exists = await Deno.stat(join(root, app)).then(() => true, () => false);
    if (!exists) continue;
    for await (const path of sources(app)) {
      for (const imported of await importsOf(path)) {
        const target = roomOf(imported);
        if (target !== app && apps.includes(target)) wrong.push(`${path} must not import ${imported}`);
      }
    }
  }
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
  for await (const path of sources("projections")) {
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
