import { assert, assertEquals } from "@std/assert";
import { z } from "zod";
import { apps } from "../../src/apps.ts";
import { allVariables } from "../../src/configuration/config.ts";
import { variablesTable } from "../../src/configuration/table.ts";

const variables = allVariables(apps.flatMap(({ configuration }) => configuration ?? []));
/** As it is without what a formatter adds. */
const plain = (text: string) => text.replaceAll(/ +/g, " ").replaceAll(/-{3,}/g, "---");

Deno.test("the README of the configuration has the table that the schema gives", async () => {
  const readme = await Deno.readTextFile("src/configuration/README.md");
  const table = variablesTable(variables);
  assert(plain(readme).includes(plain(table)), `put this table into src/configuration/README.md:\n\n${table}\n`);
});

Deno.test("every variable says what it is for", () => {
  const silent = Object.entries(variables).filter(([, schema]) => !z.globalRegistry.get(schema)?.description);
  assertEquals(silent.map(([name]) => name), [], "wrap its schema in about(…)");
});
