import { assert, assertEquals } from "@std/assert";
import { GemsGranted } from "../../events/gems.ts";
import { apps } from "../../src/apps.ts";
import { readConfig } from "../../src/start/read_config.ts";
import { openDatabase } from "../../src/start/open_database.ts";
import { type Cursors, openCursors } from "../../src/realtime/cursor.ts";
import { peopleOf, pusherOf } from "../../src/realtime/push.ts";
import { loadSecrets } from "../../src/configuration/secrets.ts";
import { crowd, type Door, paymentToken, type Person } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { flakyLine } from "../support/flaky_line.ts";
import { printedSeed } from "../support/seed.ts";
import {
  type ChildServer,
  childServer,
  type Installation,
  serverOn,
  testInstallation,
  testServer,
} from "../support/server.ts";
import { cursorOf, openSocket } from "../support/socket.ts";
import { userIdOf } from "../support/user_id.ts";
import { randomFrom } from "../support/world.ts";
import { type Kept, member } from "./swarm.ts";

const push = pusherOf(apps);
const people = 200;
/** So many of them look for each other and call; all buy gems. */
const callers = 60;
const purchases = 400;
const buyers = 6;
const config = { REMATCH_COOLDOWN_SEC: "0", SHOW_TIME_SEC: "2", TRUSTED_PROXIES: "0" };

/** A frame with all that the log alone decides of it: not the balance, nor how somebody looks by now. */
function essence({ type, data }: { type: string; data: Record<string, unknown> }): unknown {
  if (type === "match.offered") return [type, data.match_id];
  if (type === "gems.changed") return [type, data.amount, data.reason];
  return [type, data];
}

/** What the log says that someone may see after a position, with where each stands. */
async function told(place: Installation, viewers: readonly number[]) {
  const settings = readConfig({ DATABASE_URL: place.databaseUrl, DATA_DIR: place.dataDir });
  const secrets = await loadSecrets(settings);
  const { log, close } = await openDatabase(settings, secrets);
  const all = new Map(viewers.map((viewer) => [viewer, [] as { position: number; frame: unknown }[]]));
  for (let after = 0;;) {
    const page = await log.read({ after, limit: 1_000 });
    for (const event of page) {
      for (const viewer of peopleOf(event)) {
        for (const draft of push(event, viewer)) {
          const frame = essence("complete" in draft ? { type: draft.type, data: draft.known } : draft);
          all.get(viewer)?.push({ position: event.position, frame });
        }
      }
    }
    if (page.length === 0) break;
    after = page[page.length - 1].position;
  }
  await close();
  return { all, cursors: openCursors(secrets.derive("cursors"), log.id) };
}

/** Where what someone kept stands in the log; what was shown before a `resumed` that was announced does not say. */
function positionsOf(view: readonly Kept[], cursors: Cursors): (number | undefined)[] {
  return view.map(({ cursor }) => {
    const place = cursor === undefined ? undefined : cursors.read(cursor);
    assert(place || cursor === undefined, "a frame has no cursor of ours");
    return place?.position;
  });
}

/** Buys through one of the servers, again where it dies meanwhile: the token makes a repeat harmless. */
async function buyFrom(door: () => Door, person: Person, payment_token: string): Promise<void> {
  await eventually(
    async () => (await person.at(door()).post("/api/gem/charge/", { payment_token })).status === 200,
    20_000,
  );
}

Deno.test("whoever drops and comes back sees what the log says they may, each once, through restarts under load", async () => {
  const seed = printedSeed();
  const random = randomFrom(seed);
  await using place = await testInstallation();
  await using rooms = new AsyncDisposableStack();

  const preparing = await serverOn(place, { config });
  const crowded = await crowd(preparing, Array.from({ length: people }, (_, n) => ({ name: `person ${n}` })));
  const cursors = await Promise.all(crowded.map(cursorOf));
  const tokens = await Promise.all(Array.from({ length: purchases }, () => paymentToken(preparing)));
  await preparing.stop();

  const servers: ChildServer[] = [];
  for (let n = 0; n < 2; n++) servers.push(rooms.use(await childServer(place, config)));
  const lines = servers.map((server) =>
    rooms.use(flakyLine(server, () => random() < 0.5 ? 250 + random() * 400 : 400 + random() * 1_600))
  );
  const members = crowded.map((person, n) =>
    member(person, cursors[n], { doors: lines, random, announces: n % 2 === 0 })
  );
  for (const { rest } of members.slice(callers)) rest();
  rooms.defer(async () => void await Promise.all(members.map(({ leave }) => leave())));

  const shown = () => members.reduce((sum, { view }) => sum + view.length, 0);
  let isOver = false;
  const buying = Array.from({ length: buyers }, async (_, buyer) => {
    for (let n = buyer; n < tokens.length && !isOver; n += buyers) {
      await buyFrom(() => servers[n % 2], crowded[n % people], tokens[n]);
    }
  });
  for (const n of [0, 1]) {
    const before = shown();
    await eventually(() => shown() > before + people / 2, 60_000);
    servers[n].signal("SIGKILL");
    await servers[n].ended;
    servers[n] = rooms.use(await childServer(place, config));
    lines[n].leadTo(servers[n]);
  }
  const before = shown();
  const broken = () => lines.reduce((sum, { broken }) => sum + broken(), 0);
  await eventually(() => shown() > before + people / 2 && broken() > people, 60_000);
  isOver = true;
  await Promise.all(buying);

  for (const line of lines) line.mend();
  for (const { rest } of members) rest();
  await Promise.all(members.map(({ caughtUp }) => caughtUp()));
  const viewers = crowded.map(userIdOf);
  const log = await told(place, viewers);
  using cursorsOf = log.cursors;
  await Promise.all(members.map(({ caughtUp }) => caughtUp()));

  members.forEach(({ view, recovered }, n) => {
    const opener = cursorsOf.of(viewers[n]);
    const from = opener.read(cursors[n])?.position ?? 0;
    const expected = (log.all.get(viewers[n]) ?? []).filter(({ position }) => position > from);
    assertEquals(view.slice(0, expected.length).map(essence), expected.map(({ frame }) => frame));
    const positions = positionsOf(view, opener);
    assert(n % 2 === 0 || !positions.includes(undefined), "a frame that was kept has no cursor");
    expected.forEach(({ position }, n) => assertEquals(positions[n] ?? position, position));
    assert(recovered.every(Boolean), "something could not be recovered");
  });
});

Deno.test("a cursor of another log, or beyond the end of this one, recovers nothing", async () => {
  await using place = await testInstallation();
  await using server = await serverOn(place);
  const [mina] = await crowd(server, [{ name: "mina" }]);
  const { log, secrets, now } = server.system;
  using ofThis = openCursors(secrets.derive("cursors"), log.id);
  using ofAnother = openCursors(secrets.derive("cursors"), crypto.randomUUID());
  const [own, another] = [ofThis, ofAnother].map((maker) => maker.of(userIdOf(mina)));
  const here = { position: await log.head(), at: now() };
  const tries = [
    [own.write(here), true],
    [another.write(here), false],
    [own.write({ ...here, position: here.position + 1 }), false],
    [own.write({ ...here, at: new Date(here.at.getTime() - 25 * 3600 * 1000) }), false],
    ["no cursor", false],
  ] as const;
  for (const [cursor, recovered] of tries) assertEquals(await resumed(server, mina, cursor), recovered);
});

Deno.test("a client that missed 1,000 frames gets them all; one that missed 1,001 gets none", async () => {
  await using server = await testServer();
  const { log, secrets, now } = server.system;
  const [mina] = await crowd(server, [{ name: "mina" }]);
  const userId = userIdOf(mina);
  using cursors = openCursors(secrets.derive("cursors"), log.id);
  const before = await log.head();
  const gift = { userId, amount: 1, at: now().toISOString(), by: 1, reason: "…" };
  const events = Array.from({ length: 1_001 }, (_, n) => GemsGranted({ ...gift, entryId: n + 1 }));
  await log.append({ events, guards: [], meta: { actor: null, correlationId: "test", app: "system" } });

  for (const [position, recovered, frames] of [[before, false, 0], [before + 1, true, 1_000]] as const) {
    await using socket = await openSocket(server, mina, "subprotocol", ["resume"]);
    socket.say({ type: "resume", data: { cursor: cursors.of(userId).write({ position, at: now() }) } });
    assertEquals((await socket.next("resumed")).data, { recovered });
    assertEquals(socket.seen.filter(({ type }) => type === "gems.changed").length, frames);
  }
});

function resumed(door: Door, person: Person, cursor: string): Promise<boolean> {
  const answered = Promise.withResolvers<boolean>();
  const one = member(person, cursor, { doors: [door], random: () => 0.5, announces: false });
  one.rest();
  one.caughtUp().then(() => answered.resolve(one.recovered[0]));
  return answered.promise.finally(() => one.leave());
}
