import { assert, assertEquals } from "@std/assert";
import { dirname, join } from "node:path";
import { sourceFiles, sourceText } from "./support/source_files.ts";

const declaration = /^export (?:async )?(const|let|function\*?|class|type|interface) (\w+)/gm;
const list = /^export (?:type )?\{([^}]*)\}/gm;
const named = /(?:import|export)\s+(?:type\s+)?\{([^}]*)\}\s*from\s+"(\.[^"]+)"/g;
/** All of a file: as one name, or by a path that is put together when it runs. */
const whole = /(?:import|export)\s+\*(?:\s+as\s+\w+)?\s+from\s+"(\.[^"]+)"|import\(\s*["`](\.[^"`]+)["`]/g;

/** What is offered to apps, whether or not one takes it yet; what others wrote is declared as they wrote it. */
const left = ["src/app/", "src/vendor/"];

const namesIn = (text: string) => text.split(",").map((name) => name.trim().replace(/^type /, "")).filter(Boolean);

type Exported = { path: string; name: string; isType: boolean; timesInside: number };

function exportsOf(path: string, text: string): Exported[] {
  const declared = [...text.matchAll(declaration)].map(([, kind, name]) => ({
    name,
    isType: kind === "type" || kind === "interface",
  }));
  const listed = [...text.matchAll(list)].flatMap(([, names]) => namesIn(names))
    .map((name) => ({ name: name.split(" as ").at(-1) as string, isType: false }));
  return [...declared, ...listed].map((of) => ({
    ...of,
    path,
    timesInside: text.match(new RegExp(`\\b${of.name}\\b`, "g"))?.length ?? 0,
  }));
}

/** What a file takes of others: `path name`, and `path *` or the beginning of a path where it may be all. */
function takenBy(path: string, text: string): { names: string[]; files: string[] } {
  const at = (from: string) => join(dirname(path), from);
  return {
    names: [...text.matchAll(named)].flatMap(([, names, from]) =>
      namesIn(names).map((name) => `${at(from)} ${name.split(" as ")[0]}`)
    ),
    files: [...text.matchAll(whole)].map(([, as, dynamic]) => at(as ?? dynamic).split("${")[0]),
  };
}

/**
 * An exported value is imported by some other file, if only a test. An exported type may also be there to name what an
 * exported function takes or gives: then it occurs in its own file again.
 */
Deno.test("what is exported is used", async () => {
  const exported: Exported[] = [];
  const names = new Set<string>();
  const files = new Set<string>();
  for (const folder of ["events", "projections", "src", "tests"]) {
    for await (const path of sourceFiles(folder)) {
      const text = await sourceText(path);
      if (folder !== "tests" && !left.some((start) => path.startsWith(start))) exported.push(...exportsOf(path, text));
      const taken = takenBy(path, text);
      for (const name of taken.names) names.add(name);
      for (const file of taken.files) files.add(file);
    }
  }
  const main = takenBy("main.ts", await sourceText("main.ts"));
  for (const name of main.names) names.add(name);
  assert(exported.length > 500 && names.size > 500, `${exported.length} exports and ${names.size} imports were found`);
  const dead = exported.filter(({ path, name, isType, timesInside }) =>
    !names.has(`${path} ${name}`) && !(isType && timesInside > 1) && ![...files].some((file) => path.startsWith(file))
  );
  assertEquals(dead.map(({ path, name }) => `${path}: ${name}`), [], "take `export` away, or all of it");
});
