import { assert, assertEquals } from "@std/assert";
import { z } from "zod";
import { chatBetween, say } from "./chat/house.ts";
import { block, report } from "./safety/house.ts";
import { daters, introductionFor } from "./saju/house.ts";
import { buy, callOf, codeOf, crowd, matched, type Person, person } from "./support/client.ts";
import { type TestServer, testServer } from "./support/server.ts";
import { appoint, idOf } from "./support/staff.ts";

/** Every list: how many items it answers by default, and how many at most. */
const bounds: Record<string, [standard: number, most: number]> = {
  "/api/auth/sessions/": [100, 1_000],
  "/api/history/recent/": [20, 100],
  "/api/gem/transactions/": [20, 100],
  "/api/matches/recommendations": [1_000, 1_000],
  "/api/matches": [100, 1_000],
  "/api/chats": [100, 1_000],
  "/api/chats/{chat_id}/messages": [30, 100],
  "/api/blocks": [100, 1_000],
  "/api/admin/reports": [20, 100],
};

const documentShape = z.looseObject({
  paths: z.record(
    z.string(),
    z.looseObject({
      get: z.looseObject({
        parameters: z.array(z.looseObject({ name: z.string().optional(), schema: z.looseObject({}).optional() })),
        responses: z.looseObject({
          200: z.looseObject({ content: z.record(z.string(), z.looseObject({})).optional() }),
        }),
      }).optional(),
    }),
  ),
});
const isList = (content: Record<string, Record<string, unknown>> = {}) =>
  Object.values(content).some(({ schema }) => z.looseObject({ type: z.literal("array") }).safeParse(schema).success);

Deno.test("every list has a limit with a maximum", async () => {
  await using server = await testServer();
  const { paths } = documentShape.parse(await (await fetch(`${server.url}/openapi.json`)).json());
  const lists = Object.entries(paths).filter(([, { get }]) => isList(get?.responses[200].content));
  const found = lists.map(([path, { get }]) => {
    const schema = get?.parameters.find(({ name }) => name === "limit")?.schema;
    return [path, [schema?.default, schema?.maximum]];
  });
  assertEquals(Object.fromEntries(found), bounds);
});

/** Somebody with at least two items in each list. */
async function readersOf(server: TestServer): Promise<Record<string, { reader: Person; path?: string }>> {
  const caller = await person(server, { name: "caller" });
  await caller.loggedIn();
  const [one, two, chief] = await crowd(server, ["one", "two", "chief"].map((name) => ({ name })));
  for (const other of [one, two]) {
    await buy(server, caller);
    const call_session_id = await callOf(caller, await matched(caller, other));
    await caller.post("/api/call/end/", { call_session_id });
    await report(other, { call_id: Number(call_session_id) });
  }
  const names = ["asked", "asked too", "blocked", "blocked too", "shown", "shown too"];
  const [dater, ...men] = await daters(server, [
    { name: "dater" },
    ...names.map((name) => ({ name, gender: "male" as const })),
  ]);
  for (const to of men.slice(0, 2)) await introductionFor(server, { from: dater, to });
  const chats: number[] = [];
  for (const man of men.slice(0, 4)) chats.push(await chatBetween(server, [dater, man]));
  for (const chat_id of chats.slice(2)) await block(dater, { chat_id });
  for (const text of ["안녕하세요", "반가워요"]) await say(dater, chats[0], text);
  const staff = { reader: await appoint(server, chief) };
  return {
    "/api/auth/sessions/": { reader: caller },
    "/api/history/recent/": { reader: caller },
    "/api/gem/transactions/": { reader: caller },
    "/api/matches/recommendations": { reader: dater },
    "/api/matches": { reader: dater },
    "/api/chats": { reader: dater },
    "/api/chats/{chat_id}/messages": { reader: dater, path: `/api/chats/${chats[0]}/messages` },
    "/api/blocks": { reader: dater },
    "/api/admin/reports": staff,
  };
}

Deno.test("a list answers what it is asked for at most, and refuses to be asked for more than its maximum", async () => {
  await using server = await testServer();
  const readers = await readersOf(server);
  assertEquals(Object.keys(readers).sort(), Object.keys(bounds).sort());
  for (const [list, { reader, path = list }] of Object.entries(readers)) {
    const items = async (query: string) => z.array(z.unknown()).parse((await reader.get(path + query)).body);
    const all = await items("");
    assert(all.length >= 2, `${list} has ${all.length} items for user ${idOf(reader)}`);
    assertEquals(await items("?limit=1"), all.slice(0, 1), list);
    const [, most] = bounds[list];
    assertEquals(await items(`?limit=${most}`), all, list);
    for (const limit of [0, most + 1]) {
      assertEquals(codeOf(await reader.get(`${path}?limit=${limit}`)), "422 request.invalid", `${list} ${limit}`);
    }
  }
});
