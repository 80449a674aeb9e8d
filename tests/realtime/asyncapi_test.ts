import { assert, assertEquals } from "@std/assert";
import { z } from "zod";
import { pushed, understood } from "../../src/realtime/protocol.ts";
import { send } from "../support/client.ts";
import { testServer } from "../support/server.ts";

const reference = z.strictObject({ $ref: z.string() });
/** As much of AsyncAPI 3.0 as is used: what the specification requires of each object, and nothing it does not know. */
const documentShape = z.strictObject({
  asyncapi: z.literal("3.0.0"),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  channels: z.record(
    z.string(),
    z.strictObject({
      address: z.string().startsWith("/"),
      messages: z.record(
        z.string(),
        z.strictObject({ name: z.string(), title: z.string(), payload: z.looseObject({ type: z.literal("object") }) }),
      ),
    }),
  ),
  operations: z.record(
    z.string(),
    z.strictObject({
      action: z.enum(["send", "receive"]),
      channel: reference,
      messages: z.array(reference).nonempty(),
    }),
  ),
  components: z.strictObject({ schemas: z.record(z.string(), z.looseObject({})) }),
});

function* references(value: unknown): Generator<string> {
  if (typeof value !== "object" || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (name === "$ref" && typeof inner === "string") yield inner;
    else yield* references(inner);
  }
}

const resolve = (root: unknown, path: string) =>
  path.slice(2).split("/").reduce<unknown>(
    (at, name) => typeof at === "object" && at !== null ? Reflect.get(at, name.replaceAll("~1", "/")) : undefined,
    root,
  );

Deno.test("the AsyncAPI document lists every frame both ways, with the schema that judges it", async () => {
  await using server = await testServer();
  const { status, body, headers } = await send(server, "GET", "/asyncapi.json");
  assertEquals([status, headers.get("content-type")], [200, "application/json"]);
  const document = documentShape.parse(body);
  for (const path of references(document)) assert(resolve(document, path), `${path} leads nowhere`);

  const { address, messages } = document.channels.socket;
  assertEquals(address, "/ws");
  const expected = [
    ...Object.keys(understood).map((type) => `client.${type}`),
    ...Object.keys(pushed).map((type) => `server.${type}`),
    "server.ack",
    "server.error",
  ];
  assertEquals(Object.keys(messages).sort(), expected.sort());
  for (const [name, { payload }] of Object.entries(messages)) {
    const properties = z.record(z.string(), z.looseObject({})).parse(payload.properties);
    assertEquals(properties.type.const, name.slice(name.indexOf(".") + 1));
    assert(properties.data, `${name} has no data`);
  }
  const listed = ({ messages }: { messages: { $ref: string }[] }) =>
    messages.map(({ $ref }) => $ref.replace("#/channels/socket/messages/", ""));
  const { receive, send: sent } = document.operations;
  assertEquals([...listed(receive), ...listed(sent)].sort(), expected.sort());
  assert(listed(receive).every((name) => name.startsWith("client.")));
});
