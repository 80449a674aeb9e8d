import { assertEquals } from "@std/assert";
import { IntroductionRequested, lapsesAfter } from "../../events/saju.ts";
import { introductions } from "../../projections/saju/introductions.ts";
import { block } from "../safety/house.ts";
import { codeOf } from "../support/client.ts";
import { testServer } from "../support/server.ts";
import { at, noon } from "../support/given.ts";
import { daters, requestsOf } from "./house.ts";

Deno.test("requests are listed newest first by their time, whatever their ids, page by page", async () => {
  await using server = await testServer({ now: () => noon });
  const [mina, ...men] = await daters(server, [
    { name: "mina" },
    ...Array.from({ length: 9 }, (_, n) => ({ name: `m${n}`, gender: "male" as const })),
  ]);
  const { log, registry } = server.system;
  // processes have ids in blocks: a later request may have the smaller one
  const inTime = [50, 10, 40, 20, 60, 30, 90, 70, 80];
  const events = inTime.map((introductionId, n) =>
    IntroductionRequested({
      ...{ introductionId, score: 60, rules: "saju_v1" },
      requesterId: n % 3 ? men[n].id : mina.id,
      receiverId: n % 3 ? mina.id : men[n].id,
      // the last two at the same time: by id
      requestedAt: at(Math.min(n, 7)),
      lapsesAt: lapsesAfter(at(Math.min(n, 7))),
    })
  );
  await log.append({ events, guards: [], meta: { actor: null, correlationId: "test", app: "saju" } });
  await registry.seen([introductions], await log.head(), 20_000);
  assertEquals((await mina.post("/api/matches/30/decline")).status, 200);
  assertEquals((await men[3].post("/api/matches/20/accept")).status, 200);

  const newestFirst = [80, 70, 90, 30, 60, 20, 40, 10, 50];
  const ids = async (query: string) => (await requestsOf(mina, query)).map(({ match_id }) => match_id);
  assertEquals(await ids(""), newestFirst);
  assertEquals(await ids("?status=requested&limit=3"), [80, 70, 90]);
  assertEquals(await ids("?status=requested&before=90"), [60, 40, 10, 50]);
  for (const limit of [1, 2, 4]) {
    const paged: number[] = [];
    for (;;) {
      const page = await ids(`?limit=${limit}${paged.length ? `&before=${paged.at(-1)}` : ""}`);
      paged.push(...page);
      if (page.length < limit) break;
    }
    assertEquals(paged, newestFirst, `${limit} at a time`);
  }
  // who is blocked leaves no gap
  await block(mina, { user_id: men[7].id });
  assertEquals(await ids("?limit=2"), [80, 90]);
  assertEquals(codeOf(await mina.get("/api/matches?before=0")), "422 request.invalid");
});
