import { assertEquals } from "@std/assert";
import { noon } from "../support/given.ts";
import { testServer } from "../support/server.ts";
import { type About, ask, dater, daters, idsRecommendedTo, loggedIn } from "./house.ts";

/** Who of these is recommended to whom, by name. */
async function seenAmong(...abouts: About[]): Promise<Record<string, string[]>> {
  await using server = await testServer({ now: () => noon });
  const people = await daters(server, abouts);
  const nameOf = (id: number) => people.filter((one) => one.id === id)[0].name;
  const seen: Record<string, string[]> = {};
  for (const one of people) seen[one.name] = (await idsRecommendedTo(one)).map(nameOf).sort();
  return seen;
}

Deno.test("by default the other of male and female is wanted, and everyone by others", async () => {
  const anyone = { preferred_gender: "all" as const };
  const seen = await seenAmong(
    { name: "woman", gender: "female" },
    { name: "open woman", gender: "female", ...anyone },
    { name: "man", gender: "male" },
    { name: "open man", gender: "male", ...anyone },
    { name: "other", gender: "other" },
  );
  assertEquals(seen, {
    woman: ["man", "open man"],
    "open woman": ["man", "open man", "other"],
    man: ["open woman", "woman"],
    "open man": ["open woman", "other", "woman"],
    other: ["open man", "open woman"],
  });
});

Deno.test("people of the age wanted are recommended, by the year of birth and for both", async () => {
  const seen = await seenAmong(
    { name: "mina", birth_date: "1996-05-04", age_range: [30, 35] },
    { name: "of 30", gender: "male", birth_date: "1996-11-20" },
    { name: "of 36", gender: "male", birth_date: "1990-11-20" },
    { name: "wants younger", gender: "male", birth_date: "1994-11-20", age_range: [20, 29] },
  );
  assertEquals(seen, { mina: ["of 30"], "of 30": ["mina"], "of 36": [], "wants younger": [] });
});

Deno.test("someone recommended on an earlier day can be asked today", async () => {
  let now = noon;
  await using server = await testServer({ now: () => now });
  const [mina, jun] = [await dater(server, { name: "mina" }), await dater(server, { name: "jun", gender: "male" })];
  assertEquals(await idsRecommendedTo(mina), [jun.id]);
  now = new Date(noon.getTime() + 3 * 24 * 3600 * 1000);
  await ask(await loggedIn(server, mina), jun);
});
