import { assertEquals } from "@std/assert";
import type { z } from "zod";
import { countCharacters, isSameText } from "../../src/http/characters.ts";
import { line, name, opaque, text, typed } from "../../src/http/fields.ts";

const taken = (field: z.ZodType, value: string) => field.safeParse(value).data;

Deno.test("40 Hangul syllables are 40 on every keyboard", () => {
  const name = "각".repeat(40);
  const made = [name, name.normalize("NFD")];
  assertEquals(made.map((form) => form.length), [40, 120]);
  assertEquals(made.map((form) => countCharacters(form, 40)), [40, 40]);
  for (const form of made) assertEquals(taken(line({ min: 40, max: 40 }), form), form);
  for (const form of made) assertEquals(taken(line({ min: 0, max: 39 }), form), undefined);
});

Deno.test("a text is kept as it was typed: neither composed nor trimmed", () => {
  for (const field of [text({ min: 1, max: 40 }), line({ min: 1, max: 40 }), opaque({ min: 1, max: 40 })]) {
    for (const value of [" 민아 ", "민아".normalize("NFD"), "a\u202eb", "👩‍👩‍👧", "می‌خواهم"]) {
      assertEquals(taken(field, value), value);
    }
  }
  assertEquals(taken(text({ min: 1, max: 4 }), "a\r\nb\t"), "a\nb\t");
});

Deno.test("what turns the direction of other text is taken out of a name, and so are blanks at its ends", () => {
  const field = name({ min: 1, max: 4 });
  for (const mark of "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") {
    assertEquals(taken(field, `${mark} 민${mark}아 ${mark}`), "민아");
    assertEquals(taken(field, mark), undefined);
  }
  assertEquals(taken(field, "דוד"), "דוד");
});

Deno.test("optional text may be empty; no text may be only invisible characters", () => {
  const made = [text, line, name];
  assertEquals(made.map((field) => taken(field({ min: 0, max: 9 }), "")), ["", "", ""]);
  for (const value of ["\u2800", "\u3164", " \u200b", "\u0301", "\ufff9"]) {
    assertEquals(made.map((field) => taken(field({ min: 0, max: 9 }), value) || undefined), [
      undefined,
      undefined,
      undefined,
    ]);
  }
  // what is only compared, and what no person reads, may be anything that can be stored
  assertEquals([typed, opaque].map((field) => taken(field({ min: 1, max: 9 }), "\u2800")), ["\u2800", "\u2800"]);
});

Deno.test("the same text is the same in another keyboard's characters, with or without blanks around it", () => {
  assertEquals(isSameText("각각", "각각".normalize("NFD")), true);
  assertEquals(isSameText("각각 ", "각각"), true);
  assertEquals([isSameText("각각", "각 각"), isSameText("가까", "각가")], [false, false]);
});
