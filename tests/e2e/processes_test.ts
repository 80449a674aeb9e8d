import { assert, assertEquals } from "@std/assert";
import { projections } from "../../src/apps.ts";
import { readConfig } from "../../src/start/read_config.ts";
import { openDatabase } from "../../src/start/open_database.ts";
import { openRegistry } from "../../src/read_models/registry.ts";
import { loadSecrets } from "../../src/configuration/secrets.ts";
import {
  callOf,
  codeOf,
  decide,
  enter,
  matched,
  offered,
  type OfferSeen,
  type Person,
  person,
} from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { type ChildServer, childServer, type Installation, testInstallation } from "../support/server.ts";
import { assertSound, eventsOf } from "../support/sound.ts";
import { within } from "../support/within.ts";

/** A lease lasts 3 s and is tried for every second; the rest is for a busy machine. */
const takeoverMs = 15_000;

/** The log and the read models of an installation, as a server of it sees them. */
async function inspect({ databaseUrl, dataDir }: Installation) {
  const config = readConfig({ DATABASE_URL: databaseUrl, DATA_DIR: dataDir });
  const { sql, log, close } = await openDatabase(config, await loadSecrets(config));
  const registry = await openRegistry(sql, projections);
  return {
    sql,
    log,
    registry,
    rules: config,
    /** The process that leads the matcher now. */
    async leader(): Promise<number> {
      const holder = async () => {
        const [row] = await sql<{ holder: string }[]>`
          SELECT holder FROM leases WHERE name = 'matcher' AND expires_at > clock_timestamp()`;
        return Number(row?.holder.split(" ")[1]);
      };
      return await eventually(holder, takeoverMs);
    },
    async [Symbol.asyncDispose]() {
      await registry.close();
      await close();
    },
  };
}

function leaderFirst(pid: number, servers: readonly ChildServer[]): ChildServer[] {
  assert(servers.some((server) => server.pid === pid), `the leader ${pid} is none of ours`);
  return [...servers].sort((a, b) => Number(b.pid === pid) - Number(a.pid === pid));
}

async function people(server: ChildServer, n: number): Promise<Person[]> {
  return await Promise.all(Array.from({ length: n }, (_, k) => person(server, { name: `person ${k}` })));
}

/** Two people meet, talk and part, all through one server. */
async function meet(server: ChildServer, one: Person, other: Person): Promise<void> {
  const [a, b] = [one.at(server), other.at(server)];
  const call_session_id = await callOf(a, await matched(a, b));
  const { status } = await b.post("/api/call/end/", { call_session_id });
  assertEquals(status, 200);
}

Deno.test("the leader is killed: matching goes on with the other", async () => {
  await using place = await testInstallation({ isNew: true });
  await using first = await childServer(place);
  await using second = await childServer(place);
  await using seen = await inspect(place);
  const [leader, other] = leaderFirst(await seen.leader(), [first, second]);
  const [one, two, three, four] = await people(other, 4);
  await meet(other, one, two);

  leader.signal("SIGKILL");
  await leader.ended;
  await within(takeoverMs, meet(other, three, four));
  assertEquals(await seen.leader(), other.pid);
  const [, offer] = await eventsOf(seen, "MatchOffered");
  assert(offer, "there was no second offer");
  await assertSound(seen);
});

Deno.test("the leader is frozen: matching goes on with the other, and once awake again it does no harm", async () => {
  await using place = await testInstallation();
  await using first = await childServer(place);
  await using second = await childServer(place);
  await using seen = await inspect(place);
  const [leader, other] = leaderFirst(await seen.leader(), [first, second]);
  const [one, two, three, four, five, six] = await people(other, 6);
  await enter(one.at(leader));
  leader.signal("SIGSTOP");
  // who waited before the leader froze is not forgotten
  await within(takeoverMs, meet(other, one, two));
  assertEquals(await seen.leader(), other.pid);
  await enter(three.at(other));

  leader.signal("SIGCONT");
  await meet(other, three, four);
  await meet(leader, five, six);
  await eventually(async () => (await one.at(leader).get("/readyz")).status === 200);
  const history = await eventsOf(seen, "MatchOffered");
  assertEquals(new Set(history.map(({ data }) => data.matchId)).size, history.length);
  await assertSound(seen);
});

Deno.test("killed in the middle of offers, matches and calls, and started again: everything is there, nobody is stuck", async () => {
  await using place = await testInstallation();
  const config = { SHOW_TIME_SEC: "6" };
  const offers: OfferSeen[] = [];
  let callId = "";
  let crowd: Person[];
  {
    await using server = await childServer(place, config);
    crowd = await people(server, 8);
    const [caller, callee, matchee, matcher, chooser, chosen, waiting] = crowd;
    callId = await callOf(caller, await matched(caller, callee));
    await matched(matchee, matcher);
    offers.push(...await Promise.all([offered(chooser), offered(chosen)]));
    await enter(waiting);
    const accepting = decide(chooser, offers[0].match_id, "accept").catch(() => "lost");
    await using seen = await inspect(place);
    await eventually(async () => (await eventsOf(seen, "MatchAccepted")).length === 3);
    server.signal("SIGKILL");
    assertEquals(await accepting, "lost");
    await server.ended;
  }
  await using server = await childServer(place, config);
  await using seen = await inspect(place);
  const [caller, callee, matchee, matcher, chooser, chosen, waiting, late] = crowd.map((one) => one.at(server));

  assertEquals(codeOf(await caller.get("/api/match/random/")), "409 match.in_call");
  assertEquals((await callee.post("/api/call/end/", { call_session_id: callId })).status, 200);
  assertEquals(codeOf(await matchee.get("/api/match/random/")), "409 match.awaiting_call");
  const [made] = (await eventsOf(seen, "MatchMade")).slice(-1);
  assertEquals(await callOf(matcher, made.data.matchId), await callOf(matchee, made.data.matchId));

  // the offer's deadline is past: who accepted waits again and is shown to those who come, who was silent is out
  assertEquals(await decide(chooser, offers[0].match_id, "accept"), "next");
  const [dropped] = await eventually(async () => {
    const all = await eventsOf(seen, "MatchDropped");
    return all.length > 0 ? all : undefined;
  });
  assertEquals(dropped.data.requeued.length, 1);
  const met = await Promise.all([chooser, waiting].map(offered));
  assertEquals(met[0].match_id, met[1].match_id);
  await enter(late);
  assertEquals((await offered(chosen)).matched_user.username, late.name);
  await assertSound(seen);
});

Deno.test("stopped with SIGTERM while people wait: they are answered, and it ends with 0", async () => {
  await using place = await testInstallation();
  await using server = await childServer(place);
  const [one] = await people(server, 1);
  const waiting = one.get("/api/match/random/?wait=55");
  await using seen = await inspect(place);
  await eventually(async () => (await eventsOf(seen, "MatchRequested")).length === 1);
  server.signal("SIGTERM");
  const { status, body } = await waiting;
  assertEquals([status, body], [202, { status: "waiting" }]);
  assertEquals(await server.ended, 0);
});

Deno.test("a client of a killed server finds its wait on another", async () => {
  await using place = await testInstallation();
  await using first = await childServer(place);
  await using second = await childServer(place);
  const [one, two] = await people(second, 2);
  const lost = one.at(first).get("/api/match/random/?wait=55").then(() => "answered", () => "lost");
  await using seen = await inspect(place);
  await eventually(async () => (await eventsOf(seen, "MatchRequested")).length === 1);
  first.signal("SIGKILL");
  assertEquals(await lost, "lost");
  const [mine, theirs] = await Promise.all([offered(one), offered(two)]);
  assertEquals(mine.match_id, theirs.match_id);
  const since = await eventsOf(seen, "MatchRequested");
  assertEquals(since.length, 2);
  await assertSound(seen);
});
