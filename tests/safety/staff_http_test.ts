import { assert, assertEquals, assertMatch } from "@std/assert";
import sharp from "sharp";
import { z } from "zod";
import { sealedFor } from "../../events/side_keys.ts";
import { codeOf, crowd, gemsOf, matched, type Person, person } from "../support/client.ts";
import { testServer } from "../support/server.ts";
import { assertSound, eventsOf } from "../support/sound.ts";
import { appoint, idOf } from "../support/staff.ts";
import { report, said } from "./house.ts";

const reports = z.array(z.looseObject({ report_id: z.int(), earlier_reports: z.int() }));
const listed = async (staff: Person, query = "") => reports.parse((await staff.get(`/api/admin/reports${query}`)).body);
const seen = z.looseObject({
  comment: z.string().nullable(),
  evidence: z.object({
    reporter: z.object({ username: z.string().nullable() }),
    reported: z.object({ username: z.string().nullable(), picture: z.string().nullable() }),
    messages: z.array(z.unknown()),
  }),
});

async function withPicture(someone: Person): Promise<void> {
  const image = sharp({ create: { width: 900, height: 600, channels: 3, background: { r: 200, g: 30, b: 90 } } });
  const form = new FormData();
  form.append("profile_image", new Blob([new Uint8Array(await image.png().toBuffer())], { type: "image/png" }));
  const { status } = await someone.put("/api/user/profile/", form);
  if (status !== 200) throw new Error(`${someone.name} cannot have a picture: ${status}`);
}

Deno.test("reports reach staff with their evidence, as it was then, and every look is recorded", async () => {
  await using server = await testServer();
  const mina = await person(server, { name: "mina" });
  const juno = await person(server, { name: "juno" });
  const [chief] = await crowd(server, [{ name: "chief" }]);
  await withPicture(juno);
  const match_id = await matched(mina, juno);
  const report_id = await report(mina, { match_id, comment: "거친 말을 했어요" });
  assertEquals(await report(mina, { match_id, comment: "또" }), report_id);
  assertEquals((await juno.patch("/api/user/profile/", { username: "someone else" })).status, 200);

  const staff = await appoint(server, chief);
  const [first, ...others] = await listed(staff);
  assertEquals(others, []);
  assertEquals({ ...first, created_at: "" }, {
    report_id,
    reporter_id: idOf(mina),
    reported_id: idOf(juno),
    about: { kind: "match", id: match_id },
    reason: "harassment",
    created_at: "",
    outcome: null,
    resolved_by: null,
    resolved_at: null,
    kept_until: null,
    evidence_erased: false,
    earlier_reports: 0,
  });

  assertEquals((await eventsOf(server.system, "PersonalDataViewed")).length, 0);
  const { comment, evidence } = seen.parse((await staff.get(`/api/admin/reports/${report_id}`)).body);
  assertEquals([comment, evidence.reporter.username, evidence.reported.username], ["거친 말을 했어요", "mina", "juno"]);
  const { format, width, height } = await sharp(Uint8Array.fromBase64(evidence.reported.picture ?? "")).metadata();
  assertEquals([format, width, height], ["webp", 256, 171]);
  const looks = await eventsOf(server.system, "PersonalDataViewed");
  assertEquals(looks.map(({ data, meta }) => [data, meta.actor]), [
    [{ userIds: [idOf(mina), idOf(juno)], by: idOf(staff), reportId: report_id }, idOf(staff)],
  ]);

  // neither comment nor name nor picture stands in the log in plain text
  const [{ text }] = await server.system.sql<{ text: string }[]>`
    SELECT string_agg(data::text, ' ') AS text FROM events WHERE type = 'PersonReported'`;
  assert(!text.includes("거친") && !text.includes("mina") && !text.includes("UklGR"), text);
  assertMatch(text, new RegExp(`"sealedFor": ?${sealedFor.report(report_id)}`));

  assertEquals(codeOf(await staff.get("/api/admin/reports/999999")), "404 report.unknown");
  const resolve = (outcome: string) => staff.post(`/api/admin/reports/${report_id}/resolve`, { outcome });
  assertEquals(said(await resolve("warned")), [200, { message: "신고를 처리했습니다." }]);
  assertEquals((await resolve("warned")).status, 200);
  assertEquals(codeOf(await resolve("dismissed")), "409 report.resolved");
  assertEquals(await listed(staff), []);
  assertEquals((await listed(staff, "?status=resolved")).map((one) => one.report_id), [report_id]);
  await assertSound(server.system);
});

Deno.test("the list of reports counts those before, and is read page by page", async () => {
  await using server = await testServer({ config: { REMATCH_COOLDOWN_SEC: "0" } });
  const [bad, chief, ...others] = await crowd(
    server,
    ["bad", "chief", "a", "b", "c"].map((name) => ({ name })),
  );
  const made: number[] = [];
  for (const one of others) {
    const match_id = await matched(one, bad);
    made.unshift(await report(one, { match_id }));
    const started = await one.post("/api/call/start/", { match_id });
    await bad.post("/api/call/end/", started.body);
  }
  const staff = await appoint(server, chief);
  const all = await listed(staff);
  assertEquals(all.map((one) => one.report_id), made);
  assertEquals(all.map((one) => one.earlier_reports), [2, 1, 0]);
  const page = await listed(staff, `?limit=1&before=${made[0]}`);
  assertEquals(page.map((one) => one.report_id), [made[1]]);
  // nobody judges a report in which they are one of the two
  assertEquals(await listed(await appoint(server, bad)), []);
  const [, newest] = others.toReversed();
  const judged = await listed(await appoint(server, newest));
  assertEquals(judged.map((one) => one.report_id), [made[0], made[2]]);
  await assertSound(server.system);
});

Deno.test("nobody but staff may do what staff may, and staff not everything", async () => {
  await using server = await testServer();
  const [mina, juno, chief] = await crowd(server, [{ name: "mina" }, { name: "juno" }, { name: "chief" }]);
  const report_id = await report(juno, { match_id: await matched(mina, juno) });
  const id = idOf(juno);
  const asked: ((someone: Person) => ReturnType<Person["get"]>)[] = [
    (one) => one.get("/api/admin/reports"),
    (one) => one.get(`/api/admin/reports/${report_id}`),
    (one) => one.post(`/api/admin/reports/${report_id}/resolve`, { outcome: "dismissed" }),
    (one) => one.post(`/api/admin/users/${id}/suspend`, { reason: "no" }),
    (one) => one.post(`/api/admin/users/${id}/reinstate`),
    (one) => one.post(`/api/admin/users/${id}/gems`, { amount: 5, reason: "no" }),
  ];
  const before = await server.system.log.head();
  for (const ask of asked) assertEquals(codeOf(await ask(mina)), "403 auth.staff_only");
  assertEquals(await server.system.log.head(), before);

  const staff = await appoint(server, chief);
  const suspended = await staff.post(`/api/admin/users/${idOf(staff)}/suspend`, { reason: "me" });
  assertEquals(codeOf(suspended), "403 account.is_staff");
  assertEquals(codeOf(await staff.post("/api/admin/users/999999/suspend", { reason: "no" })), "404 account.unknown");
  const past = { reason: "no", until: "2020-01-01T00:00:00Z" };
  assertEquals(codeOf(await staff.post(`/api/admin/users/${id}/suspend`, past)), "422 suspension.past");

  const granted = await staff.post(`/api/admin/users/${id}/gems`, { amount: 30, reason: "사과" });
  assertEquals(said(granted), [200, { gems_added: 30, new_balance: 30 }]);
  assertEquals(await gemsOf(juno), 30);
  const ledger = z.array(z.looseObject({ reason: z.string(), amount: z.int() }));
  const { body } = await juno.get("/api/gem/transactions/");
  assertEquals(ledger.parse(body).map(({ reason, amount }) => [reason, amount]), [["grant", 30]]);
  const [{ meta }] = await eventsOf(server.system, "GemsGranted");
  assertEquals(meta.actor, idOf(staff));
  await assertSound(server.system);
});

Deno.test("whatever staff do is an event that names them as its actor", async () => {
  await using server = await testServer();
  const [mina, juno, chief] = await crowd(server, [{ name: "mina" }, { name: "juno" }, { name: "chief" }]);
  const staff = await appoint(server, chief);
  const report_id = await report(mina, { match_id: await matched(mina, juno) });
  const accused = `/api/admin/users/${idOf(juno)}`;
  await staff.get(`/api/admin/reports/${report_id}`);
  await staff.post(`${accused}/suspend`, { reason: "욕설" });
  await staff.post(`${accused}/reinstate`);
  await staff.post(`${accused}/gems`, { amount: 5, reason: "사과" });
  await staff.post(`/api/admin/reports/${report_id}/resolve`, { outcome: "dismissed" });
  const types = [
    "PersonalDataViewed",
    "AccountSuspended",
    "AccountReinstated",
    "GemsGranted",
    "ReportResolved",
  ] as const;
  for (const type of types) {
    const events = await eventsOf(server.system, type);
    assertEquals(events.map(({ meta }) => meta.actor), [idOf(staff)], type);
  }
});
