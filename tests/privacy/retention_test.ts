import { assert, assertEquals } from "@std/assert";
import { SessionEnded, SessionStarted } from "../../events/accounts.ts";
import { sealedFor } from "../../events/side_keys.ts";
import { EvidenceErased, PersonReported, ReportResolved } from "../../events/safety.ts";
import { apps, projections } from "../../src/apps.ts";
import { SYSTEM } from "../../src/deciding/command.ts";
import { endExpiredSessions, expireSession } from "../../src/accounts/expire_session.ts";
import { eraseEvidence, eraseOldEvidence } from "../../src/safety/erase_evidence.ts";
import { retentionOf } from "../../src/privacy/retention.ts";
import { pictureSweep } from "../../src/privacy/sweep_pictures.ts";
import { apps as everyApp } from "../support/apps.ts";
import { locate, person } from "../support/client.ts";
import { hashOf } from "../support/facts.ts";
import { at, given } from "../support/given.ts";
import { testClock, testServer } from "../support/server.ts";
import { assertSound, eventsOf } from "../support/sound.ts";
import { filesOf, storePicture, subjectsOf } from "./house.ts";

const day = 24 * 3600;
const sessionId = "11111111-1111-4111-8111-111111111111";
const started = SessionStarted({
  sessionId,
  userId: 1,
  refreshHash: hashOf("refresh"),
  device: "phone",
  address: "::1",
  startedAt: at(0),
  expiresAt: at(60),
});
const reported = PersonReported({
  reportId: 3,
  reporterId: 1,
  reportedId: 2,
  about: { kind: "match", id: 7 },
  reason: "fraud",
  comment: "돈을 달라고 했어요",
  evidence: { reporter: { username: "mina" }, reported: { username: "juno", picture: null }, messages: [] },
  sealedFor: sealedFor.report(3),
  reportedAt: at(0),
});

Deno.test("a session ends when its time is over, and not before", () => {
  const expired = SessionEnded({ sessionId, userId: 1, reason: "expired" });
  given(started).when(expireSession, { sessionId }, { me: SYSTEM, atSec: 59 }).then();
  given(started).when(expireSession, { sessionId }, { me: SYSTEM, atSec: 60 }).then(expired);
  given(started, expired).when(expireSession, { sessionId }, { me: SYSTEM, atSec: 60 }).then();
});

Deno.test("evidence is erased when its report says so, or a year after a report that nobody resolved", () => {
  const resolved = ReportResolved({
    reportId: 3,
    by: 9,
    outcome: "warned",
    resolvedAt: at(0),
    keptUntil: at(180 * day),
  });
  const erased = EvidenceErased({ reportId: 3 });
  const when = (atSec: number, ...more: Parameters<typeof given>) =>
    given(reported, ...more).when(eraseEvidence, { reportId: 3 }, { me: SYSTEM, atSec });
  when(180 * day - 1, resolved).then();
  when(180 * day, resolved).then(erased);
  when(365 * day - 1).then();
  when(365 * day).then(erased);
  when(365 * day, erased).then();
});

Deno.test("nothing is kept for longer than the table says", async (t) => {
  const clock = testClock();
  await using server = await testServer({ now: clock.now });
  const { system } = server;
  const { sql, log, registry } = system;
  const mina = await person(server, { name: "mina" });

  await t.step("locations, for a day", async () => {
    await locate(mina, [37.5, 127]);
    const kept = retentionOf(apps).find(({ what }) => what.startsWith("Where someone is"));
    assert(kept?.chore);
    const sweepLocations = kept.chore(system);
    await sweepLocations();
    assertEquals((await sql`SELECT FROM locations`).length, 1);
    clock.advance(day);
    await sweepLocations();
    assertEquals((await sql`SELECT FROM locations`).length, 0);
  });

  await t.step("pictures, for a day unless a profile shows them", async () => {
    const again = await mina.loggedIn();
    await storePicture(again, "file");
    await storePicture(again, "profile_image", "#113355");
    await storePicture(again, "profile_image", "#553311");
    const files = await filesOf(server);
    const sweep = pictureSweep(system, apps);
    await sweep();
    assertEquals([await filesOf(server), files.length], [files, 2]);
    clock.advance(day + 1);
    await sweep();
    const [shown] = await sql<{ url: string }[]>`SELECT profile_image AS url FROM users WHERE id = 1`;
    assertEquals((await filesOf(server)).map((name) => `/media/${name}`), [shown.url]);
    await sweep();
    assertEquals((await sql`SELECT FROM media_files`).length, 1);
  });

  await t.step("device and address, until the session's end", async () => {
    const where = () => sql`SELECT device, address, end_reason FROM sessions`;
    await endExpiredSessions(system);
    assertEquals((await where())[0].end_reason, null);
    clock.advance(30 * day);
    await endExpiredSessions(system);
    const over = { device: null, address: null, end_reason: "expired" };
    assertEquals([...await where()], [over, over]);
  });

  await t.step("evidence, for a year where nobody resolves the report", async () => {
    const meta = { actor: 1, correlationId: "test", app: "accounts" as const };
    const reportedAt = clock.now().toISOString();
    await log.append({ events: [PersonReported({ ...reported.data, reportedAt })], guards: [], meta });
    await registry.seen(projections, await log.head(), 5_000);
    await eraseOldEvidence(system);
    assertEquals(await subjectsOf(server), [sealedFor.report(3), 1]);
    const [before] = await eventsOf(system, "PersonReported");
    assertEquals(before.data.evidence?.reported.username, "juno");
    clock.advance(365 * day);
    await eraseOldEvidence(system);
    assertEquals(await subjectsOf(server), [1]);
    const [after] = await eventsOf(system, "PersonReported");
    assertEquals([after.data.evidence, after.data.comment], [null, null]);
    await eraseOldEvidence(system);
    assertEquals((await eventsOf(system, "EvidenceErased")).length, 1);
  });

  await t.step("what a request under way left of someone who is gone", async () => {
    const juno = await person(server, { name: "juno" });
    assertEquals((await juno.post("/api/users/me/erase")).status, 200);
    await sql`INSERT INTO locations (user_id, cell, expires_at) VALUES (2, 'late', now() + interval '1 day')`;
    await sql`INSERT INTO idempotent_answers (key_hash, body_hash, user_id, expires_at)
      VALUES ('late', 'late', 2, now() + interval '1 day')`;
    await system.media.put("late".padEnd(22, "-") + ".webp", new Uint8Array([1]), 2);
    assertEquals((await filesOf(server)).length, 2);
    assertEquals(await system.privacy.finishErasures(), 0);
    const [left] = await sql`SELECT (SELECT count(*) FROM locations) AS locations,
      (SELECT count(*) FROM idempotent_answers) AS answers`;
    assertEquals([left, (await filesOf(server)).length], [{ locations: 0, answers: 0 }, 1]);
  });
  await assertSound(system);
});

Deno.test("the README tells what is kept as the table has it", async () => {
  const readme = (await Deno.readTextFile("src/privacy/README.md")).replaceAll(/ +/g, " ");
  const [table] = readme.match(/(?<=\| -+ \| -+ \| -+ \|\n)(\|.*\n)+/g) ?? [];
  const rows = retentionOf(apps).map(({ what, until, why }) => `| ${what} | ${until} | ${why} |`);
  assertEquals(table?.trim().split("\n").toSorted(), rows.toSorted());
});

Deno.test("an app whose events are personal says for how long it keeps that", () => {
  const silent = everyApp.filter(({ events, retention = [] }) =>
    Object.values(events).some(({ personal }) => Object.keys(personal).length > 0) && retention.length === 0
  );
  assertEquals(silent.map(({ name }) => name), [], "say it in `retention` of the app");
});
