import { ConsentGiven } from "../../events/accounts.ts";
import { giveConsents } from "../../src/accounts/give_consents.ts";
import { person } from "../support/facts.ts";
import { at, given } from "../support/given.ts";

const named = { terms: "2", privacy: "1" };
const by = { me: 1, rules: { consents: named } };
const gave = (kind: "terms" | "privacy" | "location", version: string, sec = 0) =>
  ConsentGiven({ userId: 1, kind, version, givenAt: at(sec) });

Deno.test("what is agreed to is kept, once, and what is not asked for is not", () => {
  const asked = { consents: [{ kind: "terms" as const, version: "2" }, { kind: "location" as const, version: "9" }] };
  given(...person(1)).when(giveConsents, asked, by).then(gave("terms", "2"));
  given(...person(1), gave("terms", "2")).when(giveConsents, asked, by).then();
  given(...person(1), gave("terms", "1")).when(giveConsents, asked, by).then(gave("terms", "2"));
  given(...person(1)).when(giveConsents, asked, { me: 1 }).then();
});

Deno.test("another version than the one named is refused", () => {
  const asked = { consents: [{ kind: "privacy" as const, version: "1" }, { kind: "terms" as const, version: "1" }] };
  given(...person(1)).when(giveConsents, asked, by).refuses("consent.required");
});
