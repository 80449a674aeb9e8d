import { assertEquals, assertThrows } from "@std/assert";
import { type Sealed, sealedFor, sealedUnder, sideKey, sideKeysAlike } from "../../events/side_keys.ts";
import { idsForgotten } from "../../src/backup/ids_in_use.ts";
import { connect } from "../../src/database/connect.ts";
import { sideKeyIn } from "../../src/log/side_key_in.ts";
import { testDatabase } from "../support/database.ts";

const numberOf = (of: Sealed, id: number, place: number) => {
  const { per, plus } = sideKey(of, place);
  return -(per * id + plus);
};

const some: { of: Sealed; id: number; place: number }[] = [1, 2, 63, 64, 1_000_003, 2 ** 36].flatMap((id) => [
  { of: "report" as const, id, place: 0 },
  ...[0, 1, 2, 3, 4, 63, 1_023].map((place) => ({ of: "chat" as const, id, place })),
]);

Deno.test("the numbers of keys that stand in logs stay what they are", () => {
  assertEquals([sealedFor.report(1), sealedFor.report(12)], [-4, -48]);
  assertEquals([sealedFor.message(6, 0), sealedFor.message(6, 1)], [-25, -26]);
  assertEquals([sealedFor.message(6, 2), sealedFor.message(6, 3)], [-393347, -393411]);
});

Deno.test("a key's number says what it is for, and no two things have the same", () => {
  const numbers = some.map(({ of, id, place }) => numberOf(of, id, place));
  assertEquals(numbers.map(sealedUnder), some);
  assertEquals(new Set(numbers).size, some.length);
  for (const number of numbers) assertEquals([number < 0, Number.isSafeInteger(number)], [true, true]);
  assertThrows(() => sideKey("chat", 1_024), RangeError);
  assertThrows(() => sealedUnder(-7), RangeError);
});

Deno.test("the database counts keys as the events do, and finds the largest id of each kind", async () => {
  await using database = await testDatabase();
  await using sql = connected(database.url);
  for (const { of, id, place } of some) {
    const [row] = await sql.of<{ key: number }[]>`SELECT ${
      sideKeyIn(sql.of, sideKey(of, place), sql.of`${id}::bigint`)
    } AS key`;
    assertEquals(row.key, numberOf(of, id, place));
  }
  assertEquals(await idsForgotten(sql.of), { user_ids: 0 });
  const forget = async (...subjects: number[]) => {
    for (const subject of subjects) await sql.of`INSERT INTO forgotten_subjects VALUES (${subject}, now())`;
  };
  await forget(12, sealedFor.report(9), sealedFor.report(3), sealedFor.message(5, 1), sealedFor.message(4, 0));
  assertEquals(await idsForgotten(sql.of), { user_ids: 12, report_ids: 9, chat_ids: 5 });
  await forget(sealedFor.message(7, 1_000), sealedFor.message(6, 2));
  assertEquals(await idsForgotten(sql.of), { user_ids: 12, report_ids: 9, chat_ids: 7 });
  assertEquals(sideKeysAlike, 64);
});

function connected(url: string) {
  const of = connect(url, { max: 1, applicationName: "test" });
  return { of, [Symbol.asyncDispose]: () => of.end({ timeout: 1 }) };
}
