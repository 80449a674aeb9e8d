import { assertEquals, assertNotEquals } from "@std/assert";
import { openCursors, type Place } from "../../src/realtime/cursor.ts";

const key = new Uint8Array(32).fill(7);
const log = "00000000-0000-4000-8000-000000000001";
const places: Place[] = [0, 1, 65_535, 65_536, 2 ** 32, 2 ** 40 + 3].map((position) => ({
  position,
  at: new Date("2026-03-01T12:34:00.000Z"),
}));

Deno.test("a cursor opens to the place it was made of, on any process with the key, whatever was sealed before", () => {
  using cursors = openCursors(key, log);
  using other = openCursors(key, log);
  for (const place of places) {
    const cursor = cursors.of(7).write(place);
    assertEquals(cursors.of(7).read(cursor), place);
    assertEquals(other.of(7).read(cursor), place);
  }
});

Deno.test("of someone else, another log, another key, or with any bit changed, a cursor opens nothing", () => {
  using cursors = openCursors(key, log);
  using ofAnotherLog = openCursors(key, crypto.randomUUID());
  using ofAnotherKey = openCursors(new Uint8Array(32).fill(8), log);
  for (const place of places) {
    const cursor = cursors.of(7).write(place);
    assertEquals(cursors.of(8).read(cursor), undefined);
    assertEquals(ofAnotherLog.of(7).read(cursor), undefined);
    assertEquals(ofAnotherKey.of(7).read(cursor), undefined);
    const bytes = Uint8Array.fromBase64(cursor, { alphabet: "base64url" });
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const changed = new Uint8Array(bytes);
      changed[bit >> 3] ^= 1 << (bit & 7);
      const text = changed.toBase64({ alphabet: "base64url", omitPadding: true });
      assertEquals(cursors.of(7).read(text), undefined, `bit ${bit}`);
    }
  }
  for (const text of ["", "a", "=".repeat(35), "A".repeat(35), "한국어", "A".repeat(400)]) {
    assertEquals(cursors.of(7).read(text), undefined, text);
  }
});

Deno.test("cursors of neighbouring places have nothing in common", () => {
  using cursors = openCursors(key, log);
  const [one, two] = [1, 2].map((position) => cursors.of(7).write({ ...places[0], position }));
  const same = [...one].filter((letter, n) => letter === two[n]).length;
  assertEquals(same < one.length / 2, true);
  assertNotEquals(one, two);
});
