import { assertEquals } from "@std/assert";
import { invariantsOf } from "../../src/invariants/invariants.ts";
import { apps } from "../support/apps.ts";
import { testFiles } from "../support/sets.ts";

Deno.test("each invariant is tried with a history that breaks it", async () => {
  const tests = await Promise.all((await testFiles("tests")).map((path) => Deno.readTextFile(path)));
  const untried = Object.keys(invariantsOf(apps)).filter((name) =>
    !tests.some((text) => text.includes(`"${name}: at `))
  );
  assertEquals(untried, [], "give checkInvariants a history that breaks each, and look for its sentence");
});
