import { assertEquals, assertRejects } from "@std/assert";
import { z } from "zod";
import { defineEvent } from "../../events/event.ts";
import { decode, type Definitions, encode, type StoredEvent } from "../../src/log/codec.ts";
import type { PersonalKey, PersonalKeys } from "../../src/log/personal.ts";
import { meta } from "./house.ts";

/** Keys in memory alone. */
function keysOf(held: Map<number, PersonalKey>): PersonalKeys {
  const load = (subjects: ReadonlySet<number>) =>
    Promise.resolve(new Map([...held].filter(([id]) => subjects.has(id))));
  return {
    load,
    forSealing: load,
    forget: (subject) => void held.delete(subject),
    erase: (subject) => Promise.resolve(void held.delete(subject)),
  };
}

const keyOf = (n: number): PersonalKey => ({ id: `key-${n}.`, key: new Uint8Array(32).fill(n) });

const Noted = defineEvent("Noted", {
  version: 3,
  data: z.object({
    from: z.int(),
    to: z.int(),
    words: z.string(),
    answer: z.string().nullable().optional(),
    list: z.array(z.string()).optional(),
  }),
  tags: (d) => [`user:${d.from}`],
  personal: { words: "from", answer: "to", list: "to" },
  upcasters: {
    1: ({ text, ...rest }) => ({ ...rest, words: text }),
    2: (data) => ({ to: data.from, ...data }),
  },
});
const definitions: Definitions = { Noted };

const stored = (version: number, data: Record<string, unknown>, type = "Noted"): StoredEvent => ({
  position: 1,
  type,
  version,
  tags: ["user:1"],
  data,
  meta,
  recorded_at: new Date(0),
});
const dataOf = async (row: StoredEvent, keys = keysOf(new Map())) => (await decode([row], keys, definitions))[0]?.data;

Deno.test("each personal field is sealed under the key of its own subject", async () => {
  const held = new Map([[1, keyOf(1)], [2, keyOf(2)]]);
  const data = { from: 1, to: 2, words: "hello", answer: "hi", list: ["a", "b"] };
  const [row] = await encode([Noted(data)], keysOf(held), definitions);
  const { $sealed, ...rest } = row.data;
  assertEquals(rest, { from: 1, to: 2, words: null, answer: null, list: null });
  assertEquals(Object.keys($sealed as object), ["1", "2"]);
  const back = { ...stored(3, row.data) };
  assertEquals(await dataOf(back, keysOf(held)), data as never);
  held.delete(2);
  assertEquals(await dataOf(back, keysOf(held)), { ...data, answer: null, list: null } as never);
  held.set(1, keyOf(3));
  assertEquals(await dataOf(back, keysOf(held)), { ...data, words: null, answer: null, list: null } as never);
});

Deno.test("an absent or empty personal field is stored as it is", async () => {
  const keys = keysOf(new Map([[1, keyOf(1)]]));
  const [row] = await encode([Noted({ from: 1, to: 2, words: "", answer: null })], keys, definitions);
  assertEquals([row.data.answer, "list" in row.data, Object.keys(row.data.$sealed as object)], [null, false, ["1"]]);
});

Deno.test("a personal field whose subject is nobody is refused", async () => {
  const nobody = { type: "Noted", version: 3, tags: [], data: { from: null, to: 2, words: "hello" } };
  await assertRejects(() => encode([nobody], keysOf(new Map()), definitions), Error, "from names nobody");
});

Deno.test("old versions are upcast step by step, also where a person is forgotten", async () => {
  assertEquals(await dataOf(stored(1, { from: 1, text: "hello" })), { to: 1, from: 1, words: "hello" } as never);
  assertEquals(await dataOf(stored(2, { from: 1, words: "hello" })), { to: 1, from: 1, words: "hello" } as never);
  assertEquals(
    await dataOf(stored(1, { from: 1, text: null, $sealed: { 1: "x" } })),
    { to: 1, from: 1, words: null } as never,
  );
  await assertRejects(() => dataOf(stored(0, { from: 1 })), Error, "Noted has no upcaster from version 0");
});

Deno.test("what a newer process wrote is left out", async () => {
  assertEquals(await dataOf(stored(4, { from: 1 })), undefined);
  assertEquals(await dataOf(stored(1, { from: 1 }, "Unheard")), undefined);
});
