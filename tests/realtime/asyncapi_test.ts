import { assert, assertEquals, assertMatch } from "@std/assert";
import { z } from "zod";
import { closeCodes, comesBack } from "../../src/realtime/close_codes.ts";
import { defaultLimits } from "../../src/realtime/limits.ts";
import { pushed, understood } from "../../src/realtime/protocol.ts";
import { send } from "../support/client.ts";
import { testServer } from "../support/server.ts";

const reference = z.strictObject({ $ref: z.string() });
const words = z.string().min(10);
/** As much of AsyncAPI 3.0 as is used: what the specification requires of each object, and nothing it does not know. */
const documentShape = z.strictObject({
  asyncapi: z.literal("3.0.0"),
  id: z.string().startsWith("urn:"),
  info: z.strictObject({
    title: z.string(),
    version: z.string(),
    description: words,
    contact: z.strictObject({ name: z.string() }),
    license: z.strictObject({ name: z.literal("MIT") }),
  }),
  defaultContentType: z.literal("application/json"),
  servers: z.record(
    z.string(),
    z.strictObject({
      host: z.string(),
      protocol: z.enum(["ws", "wss"]),
      description: words,
      variables: z.record(z.string(), z.strictObject({ default: z.string(), description: words })).optional(),
      security: z.array(reference).nonempty(),
    }),
  ),
  channels: z.record(
    z.string(),
    z.strictObject({
      address: z.string().startsWith("/"),
      title: z.string(),
      summary: words,
      messages: z.record(
        z.string(),
        z.strictObject({
          name: z.string(),
          title: z.string(),
          summary: words,
          contentType: z.literal("application/json"),
          payload: reference,
          examples: z.array(z.strictObject({ name: z.string(), payload: z.looseObject({ data: z.looseObject({}) }) }))
            .nonempty(),
        }),
      ),
      bindings: z.strictObject({ ws: z.strictObject({ method: z.literal("GET"), bindingVersion: z.string() }) }),
      "x-close-codes": z.array(
        z.strictObject({ code: z.int(), name: z.string(), meaning: words, retry: z.boolean() }),
      ),
    }),
  ),
  operations: z.record(
    z.string(),
    z.strictObject({
      action: z.enum(["send", "receive"]),
      title: z.string(),
      summary: words,
      channel: reference,
      messages: z.array(reference).nonempty(),
      reply: z.strictObject({ channel: reference, messages: z.array(reference).nonempty() }).optional(),
    }),
  ),
  components: z.strictObject({
    schemas: z.record(z.string(), z.looseObject({})),
    securitySchemes: z.record(z.string(), z.looseObject({ type: z.string() })),
  }),
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

/** The document as a server gives it. */
async function published() {
  await using server = await testServer();
  const { status, body, headers } = await send(server, "GET", "/asyncapi.json");
  assertEquals([status, headers.get("content-type")], [200, "application/json"]);
  return documentShape.parse(body);
}

Deno.test("the AsyncAPI document lists every frame both ways, with the schema that judges it", async () => {
  const document = await published();
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
    const schema = z.looseObject({ properties: z.record(z.string(), z.looseObject({})) })
      .parse(resolve(document, payload.$ref));
    assertEquals(schema.properties.type.const, name.slice(name.indexOf(".") + 1));
    assert(schema.properties.data, `${name} has no data`);
  }
  const listed = ({ messages }: { messages: { $ref: string }[] }) =>
    messages.map(({ $ref }) => $ref.replace("#/channels/socket/messages/", ""));
  const { receive, send: sent } = document.operations;
  assertEquals([...listed(receive), ...listed(sent)].sort(), expected.sort());
  assert(listed(receive).every((name) => name.startsWith("client.")));
});

Deno.test("the frames that clients rely on are there, under these names", () => {
  assertEquals(
    Object.keys(understood).sort(),
    [
      ...["auth", "resume", "ping", "match.request", "match.decide", "match.cancel", "call.start", "call.signal"],
      ...["call.end", "sendMessage", "markRead", "typing"],
    ].sort(),
  );
  const names = Object.keys(pushed);
  for (
    const name of [
      ...["welcome", "resumed", "match.offered", "match.matched", "match.next", "match.cancelled", "call.started"],
      ...["call.signal", "call.ended", "gems.changed", "chat.message", "chat.read", "chat.typing", "presence"],
      ...["introduction.requested", "introduction.accepted", "introduction.declined", "session.ended", "auth.expiring"],
    ]
  ) assert(names.includes(name), `${name} is not pushed`);
});

Deno.test("close codes say whether to come back: from 4000 on yes, from 4500 on no, and none is beyond 4999", () => {
  for (const [name, code] of Object.entries(closeCodes)) assert(code >= 4000 && code <= 4999, `${name} is ${code}`);
  assertEquals([4000, 4499, 4500, 4999].map(comesBack), [true, true, false, false]);
});

Deno.test("every message has an example that its schema takes, and that the server would understand", async () => {
  const document = await published();
  const $defs = JSON.parse(JSON.stringify(document.components.schemas).replaceAll("#/components/schemas/", "#/$defs/"));
  for (const [name, { payload, examples }] of Object.entries(document.channels.socket.messages)) {
    const $ref = payload.$ref.replace("#/components/schemas/", "#/$defs/");
    const schema = z.fromJSONSchema({ $ref, $defs });
    for (const example of examples) {
      assertEquals(schema.safeParse(example.payload).error, undefined, name);
      assert(!schema.safeParse({ ...example.payload, data: 7 }).success, `${name} takes anything`);
      const type = name.slice(name.indexOf(".") + 1);
      const judge = name.startsWith("client.") ? understood : pushed;
      const data = Object.entries(judge).find(([known]) => known === type)?.[1];
      if (data) assertEquals(data.safeParse(example.payload.data).error, undefined, name);
    }
  }
});

Deno.test("the document says the heartbeats, the close codes with what to do, and how to resume", async () => {
  const { info, channels, servers } = await published();
  const codes = channels.socket["x-close-codes"];
  assertEquals(Object.fromEntries(codes.map(({ name, code }) => [name, code])), { ...closeCodes });
  for (const { code, retry } of codes) {
    assertEquals(retry, code < 4500);
    assertMatch(info.description, new RegExp(`\\| ${code} \\|.*\\| ${retry ? "yes" : "no"} \\|`));
  }
  const { heartbeat, idleTimeoutSec, silentInCallMs } = defaultLimits;
  for (const heading of ["Opening", "Resuming", "Heartbeats", "Close codes"]) {
    assertMatch(info.description, new RegExp(`^## ${heading}$`, "m"));
  }
  for (
    const said of [
      `${heartbeat.heartbeat_sec} s`,
      `${heartbeat.heartbeat_in_call_sec} s`,
      `${idleTimeoutSec} s`,
      `${silentInCallMs / 1000} s`,
      "`resume`",
      "`resumed`",
      "`recovered: false`",
      "`welcome.cursor`",
    ]
  ) assert(info.description.includes(said), `${said} is not said`);
  assertEquals(Object.keys(servers), ["here"]);
});
