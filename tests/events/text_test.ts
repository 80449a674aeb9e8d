import { assertEquals } from "@std/assert";
import { apps } from "../support/apps.ts";
import { textsOf } from "./texts.ts";

/** Text that nobody writes of themselves or of others, and why. Everything else goes with its person. */
const nobodys: Record<string, string> = {
  "GemsCharged.provider": "a payment provider, by our name for it",
  "GemsCharged.productId": "a product that is sold here",
  "GemsRevoked.provider": "a payment provider, by our name for it",
  "GemsRevoked.productId": "a product that is sold here",
  "PaymentRevoked.provider": "a payment provider, by our name for it",
  "GemsGiven.met": "the name of a kind in some app's `meetings`, and an id",
  "PersonBlocked.met": "the name of a kind in some app's `meetings`, and an id",
  "PersonReported.about": "the name of a kind in some app's `meetings`, and an id",
  "ConsentGiven.version": "a version that the configuration names",
  "RecommendationsDrawn.rules": "a version of the rules of compatibility",
  "RecommendationsAdded.rules": "a version of the rules of compatibility",
  "IntroductionRequested.rules": "a version of the rules of compatibility",
};

/** Keyed hashes: without the installation's secret they say nothing. */
const isHash = (field: string) => /Hash(es)?$/.test(field);

Deno.test("text that people write is personal: it is sealed, and goes with its person", () => {
  const texts = apps.flatMap(({ events }) =>
    Object.values(events).flatMap(({ type, schema, personal }) =>
      textsOf(schema)
        .filter((field) => !isHash(field) && !Object.hasOwn(personal, field))
        .map((field) => `${type}.${field}`)
    )
  );
  const unsaid = texts.filter((field) => !Object.hasOwn(nobodys, field)).map((field) =>
    `${field} is text that people write: say whose it is in \`personal\`, or why it is nobody's in ` +
    `tests/events/text_test.ts. Otherwise it stands in the log in plain words for ever.`
  );
  assertEquals(unsaid, []);
  assertEquals(Object.keys(nobodys).filter((field) => !texts.includes(field)), [], "these are not there any more");
});
