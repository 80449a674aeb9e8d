import { assert, assertEquals, assertRejects } from "@std/assert";
import { migrate } from "../../src/database/migrate.ts";
import { apps } from "../../src/apps.ts";
import { schemaFolders } from "../../src/database/schema_folders.ts";
import { testDatabase } from "../support/database.ts";
import { eventually } from "../support/eventually.ts";
import { pause } from "../support/pause.ts";

/** A folder `schema` with these files, gone at the end of the scope. */
async function schema(files: Record<string, string>) {
  const root = await Deno.makeTempDir();
  await Deno.mkdir(`${root}/schema/functions`, { recursive: true });
  const write = (name: string, text: string) => Deno.writeTextFile(`${root}/schema/${name}`, text);
  for (const [name, text] of Object.entries(files)) await write(name, text);
  return { root, write, [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }) };
}

const answer = (n: number) =>
  `CREATE OR REPLACE FUNCTION answer() RETURNS int LANGUAGE sql AS 'SELECT ${n} FROM things';`;
const files = {
  "010_things.sql": "CREATE TABLE things (id int PRIMARY KEY); INSERT INTO things VALUES (1);",
  "020_f_twice.sql": "CREATE OR REPLACE FUNCTION twice() RETURNS int LANGUAGE sql AS 'SELECT 2 * answer()';",
  "functions/010_answer.sql": answer(42),
};

Deno.test("each file is applied once, in order, whatever the functions refer to", async () => {
  await using database = await testDatabase({ empty: true });
  await using of = await schema(files);
  assertEquals(await migrate(database.sql, ["schema"], of.root), [
    "schema/010_things.sql",
    "schema/020_f_twice.sql",
    "schema/functions/010_answer.sql",
  ]);
  assertEquals(await migrate(database.sql, ["schema"], of.root), []);
  assertEquals([...await database.sql`SELECT twice() AS n`], [{ n: 84 }]);
});

Deno.test("many processes migrate an empty database at once, with the whole schema", async () => {
  await using database = await testDatabase({ empty: true, max: 8 });
  const applied = await Promise.all(Array.from({ length: 8 }, () => migrate(database.sql)));
  const [{ n }] = await database.sql`SELECT count(*) AS n FROM schema_files`;
  assertEquals(new Set(applied.flat()).size, n);
});

Deno.test("a migration goes on through killed connections", async () => {
  await using database = await testDatabase({ empty: true });
  await using killer = await testDatabase({ empty: true });
  const name = new URL(database.url).pathname.slice(1);
  const migrated = new AbortController();
  const killing = (async () => {
    let killed = 0;
    // each time a little later, so that in between something can be done on a slow machine as well
    for (let afterMs = 5; !migrated.signal.aborted; afterMs *= 1.3) {
      const pids = await killer.sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ${name}`;
      killed += pids.length;
      await pause(afterMs, migrated.signal);
    }
    return killed;
  })();
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`${100 + n}_t.sql`, `CREATE TABLE t${n} ();`]));
  await using of = await schema(many);
  await migrate(database.sql, ["schema"], of.root).finally(() => migrated.abort());
  const killed = await killing;
  assert(killed > 0, "no connection was killed");
  // the last connections killed may not know yet
  const made = await eventually(() => database.sql`SELECT FROM pg_tables WHERE tablename ~ '^t[0-9]+$'`);
  assertEquals(made.length, 60);
});

Deno.test("a changed table file is refused by name", async () => {
  await using database = await testDatabase({ empty: true });
  await using of = await schema(files);
  await migrate(database.sql, ["schema"], of.root);
  await of.write("010_things.sql", "CREATE TABLE things (id bigint PRIMARY KEY);");
  await assertRejects(
    () => migrate(database.sql, ["schema"], of.root),
    Error,
    "Schema file schema/010_things.sql is not as it was",
  );
});

Deno.test("a changed function file replaces the function", async () => {
  await using database = await testDatabase({ empty: true });
  await using of = await schema(files);
  await migrate(database.sql, ["schema"], of.root);
  await of.write("functions/010_answer.sql", answer(43));
  assertEquals(await migrate(database.sql, ["schema"], of.root), ["schema/functions/010_answer.sql"]);
  assertEquals([...await database.sql`SELECT answer() AS n`], [{ n: 43 }]);
});

Deno.test("a file that fails is named, leaves nothing, and is applied once mended", async () => {
  await using database = await testDatabase({ empty: true });
  await using of = await schema({ "010_half.sql": "CREATE TABLE half (); SELECT 1 / 0;" });
  await assertRejects(
    () => migrate(database.sql, ["schema"], of.root),
    Error,
    "010_half.sql cannot be applied: division",
  );
  await of.write("010_half.sql", "CREATE TABLE half ();");
  assertEquals(await migrate(database.sql, ["schema"], of.root), ["schema/010_half.sql"]);
});

Deno.test("every folder called schema below src is in the list", async () => {
  const found: string[] = [];
  for await (const folder of Deno.readDir("src")) {
    const path = `src/${folder.name}/schema`;
    if (await Deno.stat(path).then((s) => s.isDirectory, () => false)) found.push(path);
  }
  assertEquals(found.sort(), [...schemaFolders, ...apps.flatMap(({ tables }) => tables ?? [])].sort());
});
