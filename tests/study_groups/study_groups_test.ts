import { assert, assertEquals } from "@std/assert";
import { z } from "zod";
import { checkInvariants } from "../../src/invariants/invariants.ts";
import { apps } from "../support/apps.ts";
import { codeOf, crowd, type Person, person, send } from "../support/client.ts";
import { recorded } from "../support/given.ts";
import { rules } from "../support/given.ts";
import { type TestServer, testServer } from "../support/server.ts";
import { openSocket } from "../support/socket.ts";
import { assertSound, historyOf } from "../support/sound.ts";
import { StudyGroupClosed, StudyGroupFounded } from "../support/study_groups/events.ts";

const founded = z.object({ group_id: z.int() });
const groups = z.array(z.object({ group_id: z.int(), topic: z.string(), closed: z.boolean() }));

async function found(someone: Person, topic: string): Promise<number> {
  return founded.parse((await someone.post("/api/study-groups/", { topic })).body).group_id;
}

const groupsOf = async (someone: Person) => groups.parse((await someone.get("/api/study-groups/")).body);

async function inLog({ system }: TestServer, type: string): Promise<number> {
  return (await historyOf(system)).filter((event) => event.type === type).length;
}

Deno.test("an app is served by being in the list: endpoints, documents, page", async () => {
  await using server = await testServer({ apps });
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  const group = await found(mina, "문법");
  assertEquals(await groupsOf(mina), [{ group_id: group, topic: "문법", closed: false }] as z.output<typeof groups>);
  assertEquals(codeOf(await jun.del(`/api/study-groups/${group}`)), "404 study_group.unknown");
  assertEquals((await mina.del(`/api/study-groups/${group}`)).body, { closed: true });
  const { body } = await send(server, "GET", "/openapi.json");
  assert(JSON.stringify(body).includes('"foundStudyGroup"'));
  const { body: socket } = await send(server, "GET", "/asyncapi.json");
  assert(JSON.stringify(socket).includes("study_group.founded"));
  const page = await (await fetch(`${server.url}/study-groups`)).text();
  assert(page.includes("<script"), "the page loads no script");
  assert((await (await fetch(`${server.url}/`)).text()).includes("/study-groups"), "the shell does not lead to it");
  await assertSound(server.system, apps);
});

Deno.test("its frames are understood and pushed, and a snapshot shows it", async () => {
  await using server = await testServer({ apps });
  const [mina] = await crowd(server, [{ name: "mina" }]);
  await using socket = await openSocket(server, mina);
  await socket.ask("study_group.found", { topic: "회화" });
  const { data } = await socket.next("study_group.founded");
  assertEquals(z.object({ topic: z.string() }).parse(data).topic, "회화");
  const { body } = await mina.get("/api/sync");
  assertEquals(z.object({ study_groups: z.int() }).parse(body).study_groups, 1);
});

Deno.test("it is exported, ends with a suspension or an erasure, and what is personal goes", async () => {
  await using server = await testServer({ apps });
  const mina = await person(server, { name: "mina" });
  await found(mina, "비밀 모임");
  const { body } = await mina.get("/api/users/me/export");
  const exported = z.object({
    study_groups: z.array(z.object({ topic: z.string() })),
    events: z.array(z.object({ type: z.string() })),
  }).parse(body);
  assertEquals(exported.study_groups.map(({ topic }) => topic), ["비밀 모임"]);
  assert(exported.events.some(({ type }) => type === "StudyGroupFounded"));
  assertEquals((await mina.post("/api/users/me/erase", { password: mina.password })).status, 200);
  assertEquals(await inLog(server, "StudyGroupClosed"), 1);
  assert(!JSON.stringify(await historyOf(server.system)).includes("비밀 모임"));
  const [row] = await server.system.sql`SELECT topic, closed_at FROM study_groups`;
  assertEquals([row.topic, row.closed_at !== null], [null, true]);
  await assertSound(server.system, apps);
});

Deno.test("its invariant looks at every log", async () => {
  const at = "2026-03-01T12:00:00.000Z";
  const history = recorded([
    StudyGroupFounded({ groupId: 1, founderId: 7, topic: "문법", foundedAt: at }),
    StudyGroupClosed({ groupId: 1, founderId: 8, closedAt: at }),
  ]);
  const violations = await checkInvariants(
    (async function* () {
      yield await Promise.resolve(history);
    })(),
    rules,
    apps,
  );
  assertEquals(violations, ["study_groups: at 2, user 8 closes group 1 of another"]);
});
