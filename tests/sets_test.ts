import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { filesOf, sets, testFiles } from "./support/sets.ts";

const root = new URL("..", import.meta.url).pathname;

Deno.test("what the sets of tests leave out is there", async () => {
  for (const path of new Set(Object.values(sets).flat())) await Deno.stat(join(root, path));
});

Deno.test("all tests are in the whole set, and the two others are parts of it", async () => {
  const all = await filesOf("all");
  assertEquals(all, await testFiles("tests"));
  for (const set of ["fast", "calendar"] as const) {
    const files = await filesOf(set);
    assert(files.length > 20 && files.every((file) => all.includes(file)), `${files.length} files in ${set}`);
  }
});
