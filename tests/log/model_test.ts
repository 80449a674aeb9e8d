import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { EventType } from "../../events/vocabulary.ts";
import type { Append, Guard } from "../../src/log/log.ts";
import { all, command, meta, openHouse, tagged } from "./house.ts";

type Fact = { type: string; tags: readonly string[] };

const types = fc.constantFrom<EventType>("MatchRequested", "CallEnded", "GemsSpent");
const tags = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"), { minLength: 1, maxLength: 3 });
const item = fc.record({ tags, types: fc.uniqueArray(types, { maxLength: 2 }) }, { requiredKeys: ["tags"] });
/** How far before the head of that moment a guard's position lies, so that both outcomes are common. */
const guard = fc.record({ any: fc.array(item, { maxLength: 3 }), back: fc.integer({ min: -1, max: 12 }) });
const event = fc.record({ type: types, tags });
const commands = fc.record({
  events: fc.array(event, { minLength: 1, maxLength: 3 }),
  guards: fc.array(guard, { maxLength: 3 }),
});
/** Rounds of commands that are called at once, on either of two logs. */
const rounds = fc.array(fc.array(fc.record({ of: commands, log: fc.nat(1) }), { minLength: 1, maxLength: 8 }), {
  maxLength: 5,
});

/** Whether a log of these facts lets a command in: the meaning of guards, said as plainly as can be. */
function allows(facts: readonly Fact[], guards: readonly Guard[]): boolean {
  return !guards.some(({ any, after }) =>
    facts.slice(after).some((fact) =>
      any.some((item) =>
        item.tags.every((tag) => fact.tags.includes(tag)) &&
        (item.types === undefined || (item.types as string[]).includes(fact.type))
      )
    )
  );
}

Deno.test("guards hold as in a naive model in memory, whatever commands meet in a batch", async () => {
  await using house = await openHouse({ logs: 2 });
  await fc.assert(
    fc.asyncProperty(rounds, async (rounds) => {
      for (const round of rounds) {
        const head = await house.log.head();
        const calls = round.map(({ of, log }): { append: Append; log: number } => ({
          log,
          append: command(
            of.events.map(({ type, tags }) => ({ ...tagged(...tags), type })),
            of.guards.map(({ any, back }) => ({ any, after: Math.max(0, head - back) })),
          ),
        }));
        const answers = await Promise.all(calls.map(({ log, append }) => house.logs[log].append(append)));
        const facts = await house.sql<Fact[]>`
          SELECT type, to_jsonb(tags) AS tags FROM events ORDER BY position`;
        calls.forEach(({ append }, n) => {
          const answer = answers[n];
          if (answer.outcome !== "appended") {
            // something that came before it, or with it, forbids it
            assertEquals([answer.outcome, allows(facts, append.guards)], ["conflict", false]);
            return;
          }
          const first = answer.position - append.events.length;
          assertEquals(allows(facts.slice(0, first), append.guards), true, "what stood before it allowed it");
          const stored = facts.slice(first, answer.position);
          assertEquals(
            stored.map(({ type, tags }) => ({ type, tags })),
            append.events.map(({ type, tags }) => ({ type, tags })),
          );
        });
        const appended = calls.filter((_, n) => answers[n].outcome === "appended");
        assertEquals(facts.length - head, appended.reduce((sum, { append }) => sum + append.events.length, 0));
      }
    }),
    { numRuns: 60 },
  );
  assertEquals((await all(house.log)).every((event) => event.meta.app === meta.app), true);
  assertEquals([...await house.sql`SELECT * FROM verify_chain(0, 1000000)`], []);
});

Deno.test("one command after the other, a guard refuses exactly what the model refuses", async () => {
  await using house = await openHouse();
  await fc.assert(
    fc.asyncProperty(fc.array(commands, { maxLength: 12 }), async (list) => {
      const facts = await house.sql<Fact[]>`SELECT type, to_jsonb(tags) AS tags FROM events ORDER BY position`;
      const before: Fact[] = [...facts];
      for (const of of list) {
        const guards = of.guards.map(({ any, back }) => ({ any, after: Math.max(0, before.length - back) }));
        const events = of.events.map(({ type, tags }) => ({ ...tagged(...tags), type }));
        const { outcome } = await house.log.append(command(events, guards));
        assertEquals(outcome, allows(before, guards) ? "appended" : "conflict");
        if (outcome === "appended") before.push(...of.events);
      }
    }),
    { numRuns: 40 },
  );
});

Deno.test("a query reads what a naive filter of the whole log keeps", async () => {
  await using house = await openHouse();
  const { log } = house;
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 5 }), async (events) => {
      await log.append(command(events.map(({ type, tags }) => ({ ...tagged(...tags), type }))));
    }),
    { numRuns: 30 },
  );
  const everything = await all(log);
  const query = fc.record({ any: fc.array(item, { maxLength: 3 }) });
  await fc.assert(
    fc.asyncProperty(query, fc.nat(80), fc.integer({ min: 1, max: 20 }), async (query, after, limit) => {
      const expected = everything.filter((event) =>
        event.position > after && !allows([event], [{ ...query, after: 0 }])
      ).slice(0, limit);
      assertEquals(await log.read({ after, limit, query }), expected);
    }),
    { numRuns: 100 },
  );
});
