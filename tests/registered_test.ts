import { assert, assertEquals } from "@std/assert";
import { apps } from "../src/apps.ts";
import { sourceFiles } from "./support/source_files.ts";

const root = new URL("..", import.meta.url);

/** What a file exports, by the file and the name. */
async function* exported(folder: string): AsyncGenerator<[name: string, value: Record<string, unknown>]> {
  for await (const path of sourceFiles(folder)) {
    for (const [name, value] of Object.entries(await import(new URL(path, root).href) as Record<string, unknown>)) {
      if (value instanceof Object) yield [`${path}: ${name}`, value as Record<string, unknown>];
    }
  }
}

/** Those that no app has, and that none has twice. */
async function unregistered(
  of: { folder: string; is: (value: Record<string, unknown>) => boolean; registered: readonly unknown[] },
): Promise<string[]> {
  const missing: string[] = [];
  let looked = 0;
  for await (const [name, value] of exported(of.folder)) {
    if (!of.is(value)) continue;
    looked++;
    if (!of.registered.includes(value)) missing.push(name);
  }
  assert(looked >= of.registered.length, `of ${of.registered.length} in ${of.folder}, ${looked} were found`);
  return missing;
}

Deno.test("every read model in projections/ is in an app's list, once", async () => {
  const registered = apps.flatMap((app) => app.projections);
  const is = (value: Record<string, unknown>) => "evolve" in value && "primaryKey" in value;
  assertEquals(
    await unregistered({ folder: "projections", is, registered }),
    [],
    "put it into its app's `projections`",
  );
  assertEquals(new Set(registered.map(({ name }) => name)).size, registered.length);
});

Deno.test("every event in events/ is in an app's list, once", async () => {
  const registered = apps.flatMap((app) => Object.values(app.events));
  const is = (value: Record<string, unknown>) => "upcasters" in value && "schema" in value;
  assertEquals(await unregistered({ folder: "events", is, registered }), [], "put it into its app's `events`");
  assertEquals(new Set(registered.map(({ type }) => type)).size, registered.length);
  for (const app of apps) for (const [name, { type }] of Object.entries(app.events)) assertEquals(name, type);
});

Deno.test("every app in src/ is in the list of apps, once", async () => {
  const missing: string[] = [];
  for await (const path of sourceFiles("src")) {
    if (!/^src\/\w+\/(\w+_)?app\.ts$/.test(path)) continue;
    const found = Object.values(await import(new URL(path, root).href) as Record<string, unknown>)
      .filter((value) => value instanceof Object && "events" in value && "access" in value);
    if (!found.every((app) => apps.some((known) => known === app))) missing.push(path);
  }
  assertEquals(missing, [], "put it into `apps` in src/apps.ts");
  assertEquals(new Set(apps.map(({ name }) => name)).size, apps.length);
});
