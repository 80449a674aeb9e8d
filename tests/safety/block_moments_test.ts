import { assert, assertEquals } from "@std/assert";
import { load } from "../../src/deciding/boundary.ts";
import { availabilityOf } from "../../src/calls/state.ts";
import { buy, callOf, crowd, decide, enter, offered, type Person, wants } from "../support/client.ts";
import { pause } from "../support/pause.ts";
import { printedSeed } from "../support/seed.ts";
import { type TestServer, testServer } from "../support/server.ts";
import { assertSound, eventsOf } from "../support/sound.ts";
import { idOf } from "../support/staff.ts";
import { randomFrom } from "../support/world.ts";
import { block } from "./house.ts";

const moments = ["waiting", "deciding", "ringing", "in a call"] as const;
type Moment = (typeof moments)[number];

const timesEach = 200;
const pairs = 10;
/** When a block and what happens beside it begin: a block takes longer, so that it may come before, amid or after. */
const withinMs = { block: 20, beside: 120 };

/** Nothing is open between two people, who meet nobody else. */
async function assertApart({ system: { log, registry } }: TestServer, two: Person[], when: string): Promise<void> {
  const { state } = await load(log, registry, {
    one: availabilityOf(idOf(two[0])),
    other: availabilityOf(idOf(two[1])),
  });
  for (const place of [state.one, state.other]) {
    assert(
      place?.status === "idle" || place?.status === "waiting",
      `${when}: user ${place?.user_id} is ${place?.status}`,
    );
  }
}

Deno.test("a block at the worst moments: nothing gets through after its answer", async () => {
  const seed = printedSeed(41);
  const random = randomFrom(seed);
  const config = { SHOW_TIME_SEC: "60", REMATCH_COOLDOWN_SEC: "0" };
  await using server = await testServer({ config });
  await using other = await server.another();

  /** Does something some time from now. */
  async function soon<A>(ms: number, act: () => Promise<A>): Promise<A> {
    await pause(random() * ms);
    return await act();
  }

  /** Brings two who have an offer to a moment; returns what they do in it. */
  async function bringTo(moment: Moment, two: Person[], match_id: number): Promise<(() => Promise<unknown>)[]> {
    if (moment === "waiting") {
      await decide(two[0], match_id, "reject");
      return two.map((one) => () => one.get("/api/match/random/?wait=0"));
    }
    const accept = () => two.map((one) => () => one.post("/api/match/decision/", { match_id, decision: "accept" }));
    if (moment === "deciding") return accept();
    const answers = await Promise.all(accept().map((act) => act()));
    assertEquals(answers.map(({ body }) => body), [{ status: "matched" }, { status: "matched" }]);
    if (moment === "ringing") return two.map((one) => () => one.post("/api/call/start/", { match_id }));
    const call_session_id = await callOf(two[0], match_id);
    return [
      () => two[0].post("/api/call/end/", { call_session_id }),
      () => two[1].get("/api/match/random/?wait=0"),
    ];
  }

  /** Two who wait and have no block in force meet, and one of them, or both, block the other meanwhile. */
  async function round(moment: Moment, two: Person[]): Promise<void> {
    const [{ match_id }, seen] = await Promise.all(two.map(offered));
    assertEquals(seen.match_id, match_id);
    const acts = await bringTo(moment, two, match_id);
    const blockers = random() < 0.2 ? two : [two[random() < 0.5 ? 0 : 1]];
    const meanwhile = acts.map((act) => soon(withinMs.beside, act));
    const blocks = await Promise.all(blockers.map((one) =>
      soon(withinMs.block, async () => {
        const blockId = await block(one, { match_id });
        await assertApart(server, two, `${moment}, at the answer`);
        return { one, blockId };
      })
    ));
    await Promise.all(meanwhile);
    await assertApart(server, two, `${moment}, afterwards`);

    // both wait, and are not shown each other until the last block is taken back
    for (const one of two) await enter(one);
    await assertApart(server, two, `${moment}, both waiting`);
    for (const { one, blockId } of blocks) assertEquals((await one.del(`/api/blocks/${blockId}`)).status, 200);
  }

  const people = await crowd(
    server,
    Array.from({ length: 2 * pairs }, (_, n) => ({ name: `person ${n}`, age: 20 + (n >> 1) })),
  );
  await Promise.all(Array.from({ length: pairs }, async (_, n) => {
    const two = [people[2 * n], people[2 * n + 1]];
    for (const one of two) {
      await buy(server, one, "gems_1200");
      await wants(one, { ages: [20 + n, 20 + n] });
    }
    const rounds = Array.from({ length: timesEach / pairs }, () => moments).flat();
    for (const moment of rounds) await round(moment, random() < 0.5 ? two : [two[0].at(other), two[1]]);
    for (const one of two) await one.post("/api/match/cancel/");
  }));

  assert((await eventsOf(server.system, "PersonBlocked")).length >= moments.length * timesEach);
  const ends = {
    offers: (await eventsOf(server.system, "MatchDropped")).filter(({ data }) => data.reason === "blocked").length,
    matches: (await eventsOf(server.system, "MatchLapsed")).filter(({ data }) => data.reason === "blocked").length,
    calls: (await eventsOf(server.system, "CallEnded")).filter(({ data }) => data.reason === "blocked").length,
  };
  for (const [what, n] of Object.entries(ends)) assert(n > 10, `only ${n} ${what} were ended by a block`);
  console.log(ends);
  await assertSound(server.system);
});
