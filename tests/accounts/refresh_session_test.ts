import { assertEquals } from "@std/assert";
import { SessionEnded, SessionRefreshed, SessionStarted } from "../../events/accounts.ts";
import { sessions } from "../../projections/accounts/sessions.ts";
import { refreshSession } from "../../src/accounts/refresh_session.ts";
import { filesAsText, search, tablesAsText } from "../privacy/needles.ts";
import { codeOf, person, send } from "../support/client.ts";
import { hashOf, person as facts } from "../support/facts.ts";
import { at, given, noon, recorded } from "../support/given.ts";
import { testClock, testServer } from "../support/server.ts";
import { assertSound, eventsOf } from "../support/sound.ts";

const sessionId = "11111111-1111-4111-8111-111111111111";
const started = SessionStarted({
  sessionId,
  userId: 1,
  refreshHash: hashOf("0"),
  device: "phone",
  address: "::1",
  startedAt: at(-100),
  expiresAt: at(3600),
});
const refreshed = (generation: number, sec: number) =>
  SessionRefreshed({
    sessionId,
    userId: 1,
    generation,
    refreshHash: hashOf(`${generation}`),
    refreshedAt: at(sec),
    expiresAt: at(3600),
  });
const ended = SessionEnded({ sessionId, userId: 1, reason: "refresh_reused" });
const use = (generation: number) => ({ sessionId, generation, nextHash: hashOf(`${generation + 1}`), lifetimeSec: 60 });

// every event in these histories is recorded at noon
const history = (...events: Parameters<typeof given>) => given(...facts(1), started, ...events);

Deno.test("a lost answer is given again for 60 s, and a later repeat ends the family", () => {
  history(refreshed(1, -24)).when(refreshSession, use(0), { me: 0, atSec: 60 }).then();
  history(refreshed(1, -24)).when(refreshSession, use(0), { me: 0, atSec: 60 })
    .answers({ sessionId, userId: 1, generation: 1, issuedAt: new Date(at(-24)) });
  history(refreshed(1, -24)).when(refreshSession, use(0), { me: 0, atSec: 60.001 }).then(ended);
});

Deno.test("the 60 s begin when the answer's fact was recorded, however long that took", () => {
  // decided 55 s before it was recorded: a failover lay in between
  history(refreshed(1, -55)).when(refreshSession, use(0), { me: 0, atSec: 30 }).then();
  // decided by a clock that is 50 s ahead of the database's
  history(refreshed(1, 50)).when(refreshSession, use(0), { me: 0, atSec: 110 }).then();
  history(refreshed(1, 50)).when(refreshSession, use(0), { me: 0, atSec: 110.001 }).then(ended);
});

Deno.test("only the generation before the newest is repeated: one whose successor was used ends the family", () => {
  history(refreshed(1, -2), refreshed(2, -1)).when(refreshSession, use(0), { me: 0, atSec: 1 }).then(ended);
  history(refreshed(1, -2), refreshed(2, -1)).when(refreshSession, use(1), { me: 0, atSec: 1 }).then();
  history(refreshed(1, -2)).when(refreshSession, use(5), { me: 0, atSec: 1 }).then(ended);
});

Deno.test("an ended session refreshes nothing, not even a repeat", () => {
  history(refreshed(1, -1), ended).when(refreshSession, use(0), { me: 0, atSec: 1 }).refuses("auth.refresh_invalid");
  history(refreshed(1, -1)).when(refreshSession, use(0), { me: 0, atSec: 3600 }).refuses("auth.refresh_invalid");
});

Deno.test("a session's row says when its newest generation was recorded", () => {
  const [first, second] = recorded([started, refreshed(1, -24)]);
  const key = { id: sessionId };
  assertEquals(
    first.type === "SessionStarted" && sessions.evolve(undefined, first, key)?.recorded_at,
    noon.toISOString(),
  );
  if (first.type !== "SessionStarted" || second.type !== "SessionRefreshed") throw new Error("other events");
  const row = sessions.evolve(sessions.evolve(undefined, first, key), second, key);
  assertEquals([row?.refreshed_at, row?.recorded_at], [at(-24), noon.toISOString()]);
});

Deno.test("a lost answer is given again by another server, then the repeat of an older token ends the family", async () => {
  const clock = testClock();
  await using server = await testServer({ now: clock.now });
  await using other = await server.another();
  const mina = await person(server, { name: "mina" });
  const refresh = (door: typeof server, token: string) => send(door, "POST", "/api/auth/refresh", { refresh: token });
  const refreshOf = ({ body }: { body: unknown }) => {
    if (typeof body !== "object" || body === null || !("refresh" in body)) throw new Error(JSON.stringify(body));
    return String(body.refresh);
  };

  const lost = await refresh(server, mina.refresh);
  clock.advance(24);
  const [again, once, more] = await Promise.all([other, server, other].map((door) => refresh(door, mina.refresh)));
  assertEquals([again.body, once.body, more.body], [lost.body, lost.body, lost.body]);

  const next = await refresh(other, refreshOf(lost));
  clock.advance(30);
  assertEquals((await refresh(server, refreshOf(lost))).body, next.body);
  clock.advance(31);
  assertEquals(codeOf(await refresh(server, refreshOf(lost))), "401 auth.refresh_invalid");
  assertEquals(codeOf(await refresh(other, refreshOf(next))), "401 auth.refresh_invalid");
  const ends = await eventsOf(server.system, "SessionEnded");
  assertEquals(ends.map(({ data }) => data.reason), ["refresh_reused"]);

  // within the window, too, once the successor was used
  const fresh = await mina.loggedIn();
  const first = await refresh(server, fresh.refresh);
  const second = await refresh(server, refreshOf(first));
  assertEquals(codeOf(await refresh(other, fresh.refresh)), "401 auth.refresh_invalid");
  assertEquals(codeOf(await refresh(server, refreshOf(second))), "401 auth.refresh_invalid");
  await assertSound(server.system);
});

Deno.test("of a refresh token its hash alone is stored", async () => {
  await using server = await testServer();
  const mina = await person(server, { name: "mina" });
  const { refresh } = await mina.refreshed();
  const needles = { first: mina.refresh, second: refresh };
  assertEquals(search(await tablesAsText(server.system.sql), needles), {});
  assertEquals(search(await filesAsText(server.installation.dataDir), needles), {});
});
