import { assert, assertEquals } from "@std/assert";
import { person } from "../support/client.ts";
import { testServer } from "../support/server.ts";
import { appoint } from "../support/staff.ts";
import { textFormsOf } from "./text_fields.ts";

/** Marks of two kinds on one letter: to put them in order, each of the second passes all of the first. */
const piled = (marks: number) => "e" + "\u0301".repeat(marks / 2) + "\u0316".repeat(marks / 2);

Deno.test("no text field takes minutes over a letter with heaps of marks: each refuses it", async () => {
  await using server = await testServer({ sockets: { pace: { perSecond: 1e6, burst: 1e6 }, socketsAPerson: 200 } });
  const someone = await appoint(server, await person(server, { name: "mina" }));
  await using all = await textFormsOf(server, someone);
  const wrong: string[] = [];
  let looked = 0;
  for (const { where, fields, judge } of all.forms) {
    for (const { name, schema: { maxLength: max = 1_000 } } of fields) {
      looked++;
      // as many as a body holds, and as many as count as short enough, which are composed first of all
      for (const marks of where.startsWith("frame") ? [4 * max - 2] : [400_000, 4 * max - 2]) {
        if (marks <= 200 || marks > 400_000) continue;
        const { status, errors } = await judge({ [name]: piled(marks) });
        if (status !== 422 || errors.every(({ path }) => path !== name)) wrong.push(`${where} ${name}: ${status}`);
      }
    }
  }
  assertEquals(wrong, []);
  assert(looked > 30, `only ${looked} fields take text`);
});
