import { assertEquals } from "@std/assert";
import { UsernameChanged } from "../events/accounts.ts";
import { app } from "../src/app.ts";

const bare = { name: "bare", events: {}, projections: [], access: {}, shares: {} };

Deno.test("an event without an entry does not compile", () => {
  const events = { UsernameChanged };
  const whole = app({ ...bare, events, shares: { UsernameChanged: ({ username }) => ({ username }) } });
  // @ts-expect-error: an export must say what it holds of UsernameChanged
  const without = app({ ...bare, events, shares: {} });
  assertEquals([whole, without].map(({ name }) => name), ["bare", "bare"]);
});
