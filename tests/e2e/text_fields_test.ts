import { assert, assertEquals } from "@std/assert";
import { person } from "../support/client.ts";
import { testServer } from "../support/server.ts";
import { appoint } from "../support/staff.ts";
import { isRead, textFormsOf } from "./text_fields.ts";

/** 한, in three characters on a Mac's keyboard and in one on a phone's. */
const syllable = "한".normalize("NFD");

/** Texts that show nothing, each of another kind. */
const invisible = {
  blanks: " \u00a0\u1680\u2000\u3000\u205f",
  "a Braille blank": "\u2800",
  "Hangul fillers": "\u3164\u115f\u1160\uffa0",
  "zero-width characters": "\u200b\u200c\u200d\u2060\ufeff",
  "a variation selector": "\ufe0f\u{e0101}",
  "lone combining marks": "\u0301\u20dd\u3099\u094d",
  "an annotation": "\ufff9\ufffa\ufffb",
  tags: "\u{e0041}\u{e007f}",
  "a soft hyphen": "\u00ad",
  "directions": "\u202e\u2066\u200f\u061c",
  "a musical format control and a null note": "\u{1d173}\u{1d159}",
  "an absent object": "\ufffc",
  "a noncharacter": "\uffff",
};

Deno.test("every field counts characters of the NFC form, and what people read must show something", async () => {
  await using server = await testServer({ sockets: { pace: { perSecond: 1e6, burst: 1e6 }, socketsAPerson: 200 } });
  const someone = await appoint(server, await person(server, { name: "mina" }));
  await using all = await textFormsOf(server, someone);
  const wrong: string[] = [];
  const read: string[] = [];
  let looked = 0;

  for (const { where: form, texts, judge } of all.forms) {
    // passwords have rules of their own, held by tests/accounts
    for (const { name, schema } of texts.filter(({ name }) => !name.endsWith("password"))) {
      const where = `${form} ${name}`;
      const expect = async (what: string, value: string, isTaken: boolean) => {
        const { status, errors } = await judge({ [name]: value });
        const refused = errors.filter(({ path }) => path === name).map(({ message }) => message);
        if (status < 500 && (refused.length === 0) === isTaken) return;
        wrong.push(`${where}: ${what}: ${status} ${refused.join(" ")}`);
      };
      looked++;
      const { maxLength: max, minLength: min = 0 } = schema;
      assert(max !== undefined, `${where} takes text without end`);
      await expect(`${max} syllables typed on a Mac`, syllable.repeat(max), true);
      await expect(`${max + 1} syllables`, "한".repeat(max + 1), false);
      if (min > 1) await expect(`${min - 1} syllables typed on a Mac`, syllable.repeat(min - 1), false);
      await expect("a control character", `${"한".repeat(Math.max(1, min))}\u0007`, false);
      if (!isRead(where)) continue;
      read.push(where);
      for (const [what, value] of Object.entries(invisible)) {
        // where nothing may be said, blanks say nothing
        await expect(what, value, what === "blanks" && min === 0);
      }
      await expect("an emoji", "🙂", true);
    }
  }
  assertEquals(wrong, []);
  console.log(`${looked} fields take text, people read ${read.length} of them`);
  for (const where of ["frame sendMessage content", "POST /api/auth/signup/ username", "PUT /api/users/me bio"]) {
    assert(read.includes(where), `${where} is not among ${read}`);
  }
});
