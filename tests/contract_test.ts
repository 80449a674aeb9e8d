import { assert, assertEquals } from "@std/assert";
import { blindDates } from "./contract/blind_dates.ts";
import { forAllApps } from "./contract/for_all_apps.ts";
import { randomCalls } from "./contract/random_calls.ts";
import type { Row } from "./contract/row.ts";
import { socket } from "./contract/socket.ts";

const root = new URL("..", import.meta.url).pathname;

/** The parts of the contract with clients, row by row. */
const contract: Record<string, readonly Row[]> = {
  "For all four apps": forAllApps,
  "Random calls": randomCalls,
  "WebSocket": socket,
  "Saju blind dates": blindDates,
};

const named = /^Deno\.test\(\s*(?:\{\s*name:\s*)?("(?:[^"\\]|\\.)*")/gm;

/** The names of the tests of a file; none where there is no such file. */
async function testsIn(file: string): Promise<string[]> {
  const text = await Deno.readTextFile(root + file).catch(() => "");
  return [...text.matchAll(named)].map(([, name]) => JSON.parse(name));
}

Deno.test("each row of the contract with clients is held by tests, and each of them is there under its name", async () => {
  const missing: string[] = [];
  for (const [part, rows] of Object.entries(contract)) {
    for (const { row, tests } of rows) {
      assert(tests.length > 0, `${part}, ${row}: no test holds it`);
      for (const test of tests) {
        const [, file, name] = /^(tests\/\S+_test\.ts): (.+)$/.exec(test) ?? [];
        if (!name || !(await testsIn(file)).includes(name)) missing.push(`${part}, ${row}: ${test}`);
      }
    }
  }
  assertEquals(missing, [], "name the test that holds it now");
});

Deno.test("no row of the contract stands twice", () => {
  for (const [part, rows] of Object.entries(contract)) {
    const names = rows.map(({ row }) => row);
    assertEquals(names, [...new Set(names)], part);
  }
});
