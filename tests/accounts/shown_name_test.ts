import { assertEquals } from "@std/assert";
import { chosenName } from "../../src/accounts/shown_name.ts";

Deno.test("a name that is too long is refused for that alone: nobody compares the looks of a megabyte", () => {
  const field = chosenName({ min: 1, max: 50 });
  const codes = (value: string) => field.safeParse(value).error?.issues.map(({ code }) => code);
  assertEquals(codes(`탈퇴한 사용자${"\u2800".repeat(43)}`), ["custom"]);
  for (const more of [44, 1_000_000]) assertEquals(codes(`탈퇴한 사용자${"\u2800".repeat(more)}`), ["too_big"]);
});
