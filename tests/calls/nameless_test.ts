import { assert, assertEquals } from "@std/assert";
import {
  CallEnded,
  CallStarted,
  MatchAccepted,
  MatchMade,
  MatchOffered,
  MatchRequested,
  MatchRequestEnded,
} from "../../events/calls.ts";
import type { NewEvent } from "../../events/event.ts";
import { projections } from "../../src/apps.ts";
import { endUnshown } from "../../src/calls/matcher/end_unshown.ts";
import { offerMatch } from "../../src/calls/matcher/offer_match.ts";
import { callProfile } from "../../src/calls/call_profile.ts";
import { SYSTEM } from "../../src/deciding/command.ts";
import { isRefusal } from "../../src/answers/refusals.ts";
import { dater, daters } from "../saju/house.ts";
import { dater as nameless } from "../saju/facts.ts";
import { type Answer, codeOf, crowd, enter, idle, isMatching, offered, type Person } from "../support/client.ts";
import { person, requested } from "../support/facts.ts";
import { given, noon } from "../support/given.ts";
import { type TestServer, testServer } from "../support/server.ts";
import { openSocket } from "../support/socket.ts";
import { assertSound, eventsOf } from "../support/sound.ts";
import { idOf } from "../support/staff.ts";

/** What stands in the log from before a name was asked for. */
async function happened({ system: { log, registry } }: TestServer, events: NewEvent[]): Promise<void> {
  await log.append({ events, guards: [], meta: { actor: null, correlationId: "test", app: "calls" } });
  assert(await registry.seen(projections, await log.head(), 20_000));
}

const linkOf = (body: unknown) => (body as { link: unknown }).link;
const toProfile = (missing: string[]) => ({ method: "PUT", path: "/api/user/profile/", missing });

Deno.test("without a username nobody enters the queue, and one request sets what the refusal names", async () => {
  await using server = await testServer();
  const jun = await dater(server, { name: "jun", gender: "male" });
  const refused: Answer = await jun.get("/api/match/random/?wait=0");
  assertEquals([codeOf(refused), linkOf(refused.body)], ["409 profile.required", toProfile(["username"])]);
  assertEquals(codeOf(await jun.post("/api/match/random/?wait=0")), "409 profile.required");
  await using socket = await openSocket(server, jun);
  const { data } = await socket.ask("match.request");
  assertEquals([data.code, linkOf(data)], ["profile.required", toProfile(["username"])]);
  const { detail } = refused.body as { detail: string };
  assert(detail.includes("PUT /api/user/profile/") && detail.includes("username"), detail);

  assertEquals((await jun.put("/api/user/profile/", { username: "준" })).status, 200);
  await enter(jun);
  const [mina] = await crowd(server, [{ name: "mina" }]);
  assertEquals((await offered(mina)).matched_user.username, "준");
  await assertSound(server.system);
});

Deno.test("every missing field is named, and no other", () => {
  const missing = (said: Partial<Parameters<typeof callProfile>[0]>) => {
    const nothing = { username: null, gender: null, birth_date: null, age: null, age_stated_on: null };
    const profile = callProfile({ ...nothing, ...said }, noon);
    return isRefusal(profile) ? profile.link?.missing : profile;
  };
  const aged = { age: 25, age_stated_on: "2026-03-01" };
  assertEquals(missing({}), ["username", "age", "gender"]);
  assertEquals(missing({ username: "미나" }), ["age", "gender"]);
  assertEquals(missing({ username: "미나", ...aged }), ["gender"]);
  assertEquals(missing({ birth_date: "1996-05-04", gender: "female" }), ["username"]);
  assertEquals(missing({ username: "미나", gender: "female", ...aged }), {
    username: "미나",
    gender: "female",
    age: 25,
  });
});

Deno.test("the offer's decision knows it, too, and who waits without a name leaves the queue", () => {
  const both = [...person(1), ...nameless(2), requested(1), requested(2)];
  given(...both).when(offerMatch, { userIds: [1, 2], cells: [null, null] }, { me: SYSTEM })
    .refuses("match.not_waiting");
  const ended = MatchRequestEnded({ userId: 2, reason: "profile" });
  given(...both).when(endUnshown, { userId: 2 }, { me: SYSTEM }).then(ended);
  given(...both, ended).when(endUnshown, { userId: 2 }, { me: SYSTEM }).then();
  given(...both).when(endUnshown, { userId: 1 }, { me: SYSTEM }).then();
});

Deno.test("someone left waiting without a name is told that the wait is over, and is shown to nobody", async () => {
  await using server = await testServer();
  const [jun] = await daters(server, [{ name: "jun", gender: "male" }]);
  await using socket = await openSocket(server, jun);
  await socket.ask("ping");
  await happened(server, [MatchRequested({ userId: jun.id, since: new Date().toISOString() })]);
  assertEquals((await socket.next("match.cancelled")).data, { reason: "profile" });
  await idle(jun);
  const [mina] = await crowd(server, [{ name: "mina" }]);
  await enter(mina);
  await using other = await server.another();
  assertEquals(await isMatching(mina.at(other)), true);
  assertEquals((await eventsOf(server.system, "MatchOffered")).length, 0);
  await assertSound(server.system);
});

Deno.test("calls from before of someone without a name are there to read, and nobody reads null or of an erasure", async () => {
  await using server = await testServer();
  const [jun] = await daters(server, [{ name: "jun", gender: "male" }]);
  const [mina] = await crowd(server, [{ name: "mina", gender: "female" }]);
  const userIds: [number, number] = [jun.id, idOf(mina)];
  const now = new Date();
  const time = now.toISOString();
  const soon = new Date(now.getTime() + 60_000).toISOString();
  await happened(server, [
    ...userIds.map((userId) => MatchRequested({ userId, since: time })),
    MatchOffered({
      ...{ matchId: 7, userIds, waitingSince: [time, time], costs: [0, 0] },
      ...{ offeredAt: time, expiresAt: soon },
    }),
    MatchAccepted({ matchId: 7, userId: jun.id }),
    MatchMade({ matchId: 7, userIds, acceptedBy: idOf(mina), madeAt: time, startBy: soon }),
  ]);
  const { match } = (await mina.get("/api/sync")).body as { match: { matched_user: { username: string } } };
  assertEquals(match.matched_user.username, "이름 없는 사용자");
  await happened(server, [
    CallStarted({ callId: 9, matchId: 7, userIds, startedBy: jun.id, startedAt: time }),
    CallEnded({ callId: 9, matchId: 7, userIds, reason: "hung_up", endedAt: time, durationSec: 0 }),
  ]);
  const inHistory = async (someone: Person) =>
    ((await someone.get("/api/history/recent/")).body as { username: string }[]).map(({ username }) => username);
  assertEquals(await inHistory(mina), ["이름 없는 사용자"]);
  assertEquals(await inHistory(jun), ["mina"]);

  const block = await mina.post("/api/blocks", { call_id: 9 });
  assertEquals(block.status, 201);
  const inBlocks = async () => ((await mina.get("/api/blocks")).body as { username: string }[])[0].username;
  assertEquals(await inBlocks(), "이름 없는 사용자");
  assertEquals((await jun.put("/api/user/profile/", { username: "준" })).status, 200);
  assertEquals([await inHistory(mina), await inBlocks()], [["이름 없는 사용자"], "이름 없는 사용자"], "past a block");
  await mina.del(`/api/blocks/${(block.body as { block_id: number }).block_id}`);
  assertEquals(await inHistory(mina), ["준"]);
  assertEquals((await jun.post("/api/users/me/erase")).status, 200);
  assertEquals(await inHistory(mina), ["탈퇴한 사용자"]);
  await assertSound(server.system);
});
