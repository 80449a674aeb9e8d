import { assert, assertEquals } from "@std/assert";
import { z } from "zod";
import { apps } from "./support/apps.ts";
import { codeOf } from "./support/client.ts";
import { matrices, type Reader } from "./support/matrix.ts";
import { type TestServer, testServer } from "./support/server.ts";
import { idOf } from "./support/staff.ts";

const lists = (await matrices()).flatMap(([_app, { lists }]) => lists ?? []);
/** Every list: how many items it answers by default, and how many at most. */
const bounds: Record<string, [standard: number, most: number]> = Object.assign({}, ...lists.map((of) => of.bounds));

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
  await using server = await testServer({ apps });
  const { paths } = documentShape.parse(await (await fetch(`${server.url}/openapi.json`)).json());
  const served = Object.entries(paths).filter(([, { get }]) => isList(get?.responses[200].content));
  const found = served.map(([path, { get }]) => {
    const schema = get?.parameters.find(({ name }) => name === "limit")?.schema;
    return [path, [schema?.default, schema?.maximum]];
  });
  assertEquals(Object.fromEntries(found), bounds);
});

/** Somebody with at least two items in each list. */
async function readersOf(server: TestServer): Promise<Record<string, Reader>> {
  const readers: Record<string, Reader> = {};
  for (const of of lists) Object.assign(readers, await of.readers(server));
  return readers;
}

Deno.test("a list answers what it is asked for at most, and refuses to be asked for more than its maximum", async () => {
  await using server = await testServer({ apps });
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
