import { assertEquals } from "@std/assert";
import { UsernameChanged } from "../events/accounts.ts";
import { app } from "../src/app.ts";
import { ignored } from "../src/app/invariants.ts";

const bare = { name: "bare", projections: [], access: {} };

Deno.test("an event without an entry does not compile", () => {
  const of = { ...bare, events: { UsernameChanged } };
  const shares = { UsernameChanged: () => undefined };
  const push = { UsernameChanged: () => [] };
  const begins = ignored("UsernameChanged");
  const names = { says: "names are names", begin: () => ({ on: ignored("UsernameChanged") }) };
  const invariants = { names };
  const whole = app({
    ...of,
    shares: { UsernameChanged: ({ username }) => ({ username }) },
    push,
    begins: { UsernameChanged: ({ userId }) => ({ by: { people: [userId], at: "" } }) },
    invariants,
  });
  // @ts-expect-error: an export must say what it holds of UsernameChanged
  const unshared = app({ ...of, push, begins, invariants, shares: {} });
  // @ts-expect-error: sockets must say to whom they show UsernameChanged
  const unpushed = app({ ...of, shares, begins, invariants, push: {} });
  // @ts-expect-error: blocks must know whether UsernameChanged begins something
  const unbegun = app({ ...of, shares, push, invariants, begins: {} });
  // @ts-expect-error: each invariant must say whether it minds UsernameChanged
  const unminded = app({ ...of, shares, push, begins, invariants: { names: { ...names, begin: () => ({ on: {} }) } } });
  // @ts-expect-error: it begins something or nothing
  const silent = app({ ...of, shares, push, invariants });
  // @ts-expect-error: something must hold of it, or nothing
  const lawless = app({ ...of, shares, push, begins });
  const apps = [whole, unshared, unpushed, unbegun, unminded, silent, lawless];
  assertEquals(apps.map(({ name }) => name), apps.map(() => "bare"));
  assertEquals([whole.shares, whole.push].map(Object.keys), [["UsernameChanged"], ["UsernameChanged"]]);
});

Deno.test("an app without events has nothing to say of them", () => {
  assertEquals(app({ ...bare, events: {}, shares: {}, push: {} }).name, "bare");
});
