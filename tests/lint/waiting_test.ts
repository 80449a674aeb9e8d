import { assert, assertEquals } from "@std/assert";
import waiting from "./waiting.ts";

const found = (source: string, file = "tests/log/a_test.ts") =>
  Deno.lint.runPlugin(waiting, `/project/${file}`, source).map(({ id }) => id);

Deno.test("a test starts no timer of its own", () => {
  const timer = "waiting/bare-timer";
  assertEquals(found("await new Promise((resolve) => setTimeout(resolve, 5));"), [timer]);
  assertEquals(found("const telling = globalThis.setInterval(tell, 20); clearInterval(telling);"), [timer]);
  assertEquals(found(`import { setTimeout as sleep } from "node:timers/promises"; await sleep(5);`), [timer]);
  assertEquals(found(`import { pause } from "../support/pause.ts"; await pause(5, signal);`), []);
});

Deno.test("a pause is no contender in a race: it would go on", () => {
  assertEquals(found("await Promise.race([heard, pause(100)]);"), ["waiting/raced-pause"]);
  assertEquals(found("await Promise.race([opened, closed]); await Promise.race(sending);"), []);
});

Deno.test("what tests share, and the program, start timers", () => {
  const source = "await Promise.race([heard, pause(100)]); setTimeout(resolve, 5);";
  for (const file of ["tests/support/pause.ts", "src/log/bell.ts"]) assertEquals(found(source, file), [], file);
});

Deno.test("whoever is told of a timer is told what to use", () => {
  const [{ hint }] = Deno.lint.runPlugin(waiting, "/project/tests/a_test.ts", "setTimeout(f, 5);");
  for (const name of ["eventually", "within", "pause"]) assert(hint?.includes(`\`${name}\``), hint);
});
