import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Event } from "../../events/vocabulary.ts";
import { checkInvariants } from "../../src/invariants/invariants.ts";
import { printedSeed } from "../support/seed.ts";
import { rematchCooldownSec } from "../calls/acts.ts";
import { recordedHistory } from "../support/world.ts";

async function* pagesOf(history: Event[]) {
  await Promise.resolve();
  yield history;
}

Deno.test("whatever people do in whatever order, the invariants hold", async () => {
  const seed = printedSeed(41);
  let matches = 0, calls = 0, ratings = 0, lapses = 0, drops = 0, blocks = 0, suspensions = 0, brokenOff = 0;
  let messages = 0, reads = 0, erasedChats = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      fc.integer({ min: 3, max: 9 }),
      async (chance, people) => {
        const history = recordedHistory(chance, { people, steps: 2_000 });
        const count = (type: string) => history.filter((event) => event.type === type).length;
        matches += count("MatchMade");
        calls += count("CallEnded");
        ratings += count("CallRated");
        lapses += count("MatchLapsed");
        drops += count("MatchDropped");
        blocks += count("PersonBlocked");
        suspensions += count("AccountSuspended");
        messages += count("MessageSent");
        reads += count("MessagesRead");
        erasedChats += count("ChatErased");
        brokenOff +=
          history.filter(({ data }) => "reason" in data && (data.reason === "blocked" || data.reason === "suspended"))
            .length;
        assertEquals(await checkInvariants(pagesOf(history), { rematchCooldownSec }), []);
      },
    ),
    { numRuns: 60, seed },
  );
  const counts = {
    matches,
    calls,
    ratings,
    lapses,
    drops,
    blocks,
    suspensions,
    brokenOff,
    messages,
    reads,
    erasedChats,
  };
  for (const [what, n] of Object.entries(counts)) {
    assert(n >= 10, `only ${n} ${what} came about: the histories say little`);
  }
});

Deno.test("the invariants hold in histories that no earlier run has seen", async () => {
  const seed = printedSeed();
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      fc.integer({ min: 3, max: 9 }),
      async (chance, people) => {
        const history = recordedHistory(chance, { people, steps: 2_000 });
        assertEquals(await checkInvariants(pagesOf(history), { rematchCooldownSec }), []);
      },
    ),
    { numRuns: 15, seed },
  );
});
