import { assertEquals } from "@std/assert";
import strings from "big-list-of-naughty-strings/blns.json" with { type: "json" };
import { person, send } from "../support/client.ts";
import { testServer } from "../support/server.ts";
import { appoint } from "../support/staff.ts";
import { storiesOf } from "./naughty_stories.ts";
import { filled, operationsOf, patternIn } from "./operations.ts";
import { isRead, textFormsOf } from "./text_fields.ts";

const naughty = [...new Set(strings)];
const options = {
  config: { SIGNUPS_PER_ADDRESS: "100000,100000" },
  sockets: { pace: { perSecond: 1e6, burst: 1e6 }, socketsAPerson: 200 },
};

Deno.test("every field of every endpoint and frame takes each naughty string, or says why not", async () => {
  await using server = await testServer(options);
  const someone = await appoint(server, await person(server, { name: "mina" }));
  await using all = await textFormsOf(server, someone);
  const wrong: string[] = [];
  await Promise.all(all.forms.map(async ({ where, fields, judge }) => {
    for (const string of naughty) {
      const { status, errors } = await judge(Object.fromEntries(fields.map(({ name }) => [name, string])));
      const isClear = errors.every(({ message }) => /[가-힣]/.test(message) && !patternIn.test(message));
      if (status >= 500 || !isClear) {
        wrong.push(`${where}: ${JSON.stringify(string)}: ${status} ${JSON.stringify(errors)}`);
      }
    }
  }));
  assertEquals(wrong, []);
  console.log(`${all.forms.length * naughty.length} forms of ${naughty.length} strings`);
});

Deno.test("every path and query that takes text takes each naughty string, or says why not", async () => {
  await using server = await testServer(options);
  const someone = await appoint(server, await person(server, { name: "mina" }));
  const headers = { authorization: `Bearer ${someone.access}` };
  const wrong: string[] = [];
  for (const operation of await operationsOf(server)) {
    const { method, params } = operation;
    for (const { name, in: where, schema } of params.filter(({ schema }) => schema.type === "string" && !schema.enum)) {
      const isBounded = schema.maxLength !== undefined || schema.format !== undefined || schema.pattern !== undefined;
      if (!isBounded) wrong.push(`${method} ${operation.path} ${name} takes text without end`);
      for (const string of naughty) {
        const value = encodeURIComponent(string);
        const path = where === "path"
          ? filled({ ...operation, path: operation.path.replace(`{${name}}`, value) })
          : `${filled(operation)}?${name}=${value}`;
        const { status } = await send(server, method, path, method === "GET" ? undefined : {}, { headers });
        if (status >= 500) wrong.push(`${method} ${operation.path} ${name}: ${JSON.stringify(string)}: ${status}`);
      }
    }
  }
  assertEquals(wrong, []);
});

/** Whether no field has a reason to refuse a string: it is short, shows something, and has no control characters. */
function isHarmless(string: string): boolean {
  return [...string].length <= 40 && /[\p{L}\p{N}\p{P}\p{S}]/u.test(string) && !/[\p{Cc}\p{Zl}\p{Zp}@]/u.test(string);
}

Deno.test("what is taken of the naughty strings is given back as it was, and what is harmless is taken", async () => {
  await using server = await testServer(options);
  await using staged = await storiesOf(server, naughty.length);
  const wrong: string[] = [];
  const refused: Record<string, number> = {};
  await Promise.all(staged.stories.map(async ({ fields, step = 1, say, kept, asKept = (string) => string }) => {
    const taken: unknown[] = [];
    let said = 0;
    for (const [n, string] of naughty.entries()) {
      if (n % step > 0) continue;
      said++;
      const status = await say(string, n);
      if (status < 300) taken.push(asKept(string, n));
      else if (status !== 422 || isHarmless(string)) wrong.push(`${fields}: ${status} for ${JSON.stringify(string)}`);
    }
    refused[fields[0]] = said - taken.length;
    assertEquals(await kept(), taken, fields.join());
  }));
  assertEquals(wrong, []);
  console.log(`of ${naughty.length} strings were refused`, refused);

  // a new field that people read needs its part in a story
  await using all = await textFormsOf(server, await person(server, { name: "mina" }));
  const told = new Set(staged.stories.flatMap(({ fields }) => fields));
  const read = all.forms.flatMap(({ where, texts }) => texts.map(({ name }) => `${where} ${name}`)).filter(isRead);
  assertEquals(
    read.filter((field) => !told.has(field)),
    [],
    "people read these fields: tell their story in tests/e2e/naughty_stories.ts, or put those that nobody reads into " +
      "`unread` of tests/e2e/text_fields.ts",
  );
});
