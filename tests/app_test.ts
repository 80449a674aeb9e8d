import { assertEquals } from "@std/assert";
import { UsernameChanged } from "../events/accounts.ts";
import { app } from "../src/app.ts";

const bare = { name: "bare", projections: [], access: {} };

Deno.test("an event without an entry does not compile", () => {
  const of = { ...bare, events: { UsernameChanged } };
  const whole = app({
    ...of,
    shares: { UsernameChanged: ({ username }) => ({ username }) },
    push: { UsernameChanged: () => [] },
  });
  const { shares, push } = whole;
  // @ts-expect-error: an export must say what it holds of UsernameChanged
  const unshared = app({ ...of, shares: {}, push: { UsernameChanged: () => [] } });
  // @ts-expect-error: sockets must say to whom they show UsernameChanged
  const unpushed = app({ ...of, shares: { UsernameChanged: () => undefined }, push: {} });
  assertEquals([whole, unshared, unpushed].map(({ name }) => name), ["bare", "bare", "bare"]);
  assertEquals([shares, push].map(Object.keys), [["UsernameChanged"], ["UsernameChanged"]]);
});
