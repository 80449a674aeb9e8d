import { assertEquals } from "@std/assert";
import { ProfileChanged } from "../../events/accounts.ts";
import { ageOf, dateInKorea, shownAgeOf } from "../../projections/accounts/users.ts";
import { offerMatch } from "../../src/calls/matcher/offer_match.ts";
import { SYSTEM } from "../../src/deciding/command.ts";
import { crowd, enter, offered } from "../support/client.ts";
import { person, requested, wants } from "../support/facts.ts";
import { given } from "../support/given.ts";
import { testServer } from "../support/server.ts";

Deno.test("others see the age by the year of birth, which tells no birthday", () => {
  const born = { birth_date: "2000-12-31", age: 21, age_stated_on: "2026-03-01" };
  const seen = ["2026-01-01T12:00:00Z", "2026-12-30T12:00:00Z", "2026-12-31T14:59:59Z", "2026-12-31T15:00:00Z"]
    .map((at) => shownAgeOf(born, new Date(at)));
  assertEquals(seen, [26, 26, 26, 27]);
  assertEquals(shownAgeOf({ ...born, birth_date: null }, new Date("2027-03-01T12:00:00Z")), 22, "a stated age");
});

Deno.test("a stated age counts up with the years, and a birth date wins over it", () => {
  const stated = { birth_date: null, age: 25, age_stated_on: "2026-03-01" };
  const days = ["2026-03-01", "2027-02-28", "2027-03-01", "2036-03-01"].map((day) => new Date(`${day}T03:00:00Z`));
  assertEquals(days.map((now) => ageOf(stated, now)), [25, 25, 26, 35]);
  assertEquals(ageOf({ ...stated, birth_date: "2000-12-31" }, days[3]), 35);
  assertEquals(ageOf({ ...stated, age: 90, birth_date: "2000-12-31" }, days[0]), 25);
});

Deno.test("people choose each other by the age they are shown", () => {
  // 25 by the birthday, 26 by the year
  const waiting = [
    ...person(1, "female"),
    ...person(2),
    ProfileChanged({ userId: 2, birthDate: "2000-12-31" }),
    requested(1, -20),
    requested(2, -10),
  ];
  const two = { userIds: [1, 2] as [number, number], cells: [null, null] as [null, null] };
  given(...waiting, wants(1, "all", [19, 25])).when(offerMatch, two, { me: SYSTEM }).refuses("match.not_fitting");
});

Deno.test("an offer shows the age by the year of birth", async () => {
  await using server = await testServer();
  const [mina, jun] = await crowd(server, [{ name: "mina", gender: "female" }, { name: "jun" }]);
  const year = Number(dateInKorea(new Date()).slice(0, 4));
  assertEquals((await jun.put("/api/users/me", { birth_date: `${year - 30}-12-31` })).status, 200);
  await enter(jun);
  assertEquals((await offered(mina)).matched_user.age, 30);
});
