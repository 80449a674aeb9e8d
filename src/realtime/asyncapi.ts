import { refuse } from "../answers/refusals.ts";
import { jsonSchema, type Schema } from "../http/json_schema.ts";
import { describeProblem } from "../http/problem.ts";
import type { Route } from "../http/request.ts";
import type { Brought } from "./brought.ts";
import { closeCodes, closeMeanings, comesBack } from "./close_codes.ts";
import { howItWorks } from "./how_it_works.ts";
import { ack, failure, incoming } from "./protocol.ts";

type Json = Record<string, unknown>;
type Side = "client" | "server";

/** `GET /asyncapi.json`: the socket, made from the schemas that judge its frames. */
export function asyncApiRoute(document: () => unknown): Route {
  let text: string | undefined;
  return {
    method: "GET",
    path: "/asyncapi.json",
    handle: () =>
      new Response(text ??= JSON.stringify(document()), { headers: { "content-type": "application/json" } }),
  };
}

/**
 * The AsyncAPI 3.0 document of the socket. AsyncAPI has no place for close codes, so its channel lists them as
 * `x-close-codes: [{code, name, meaning, retry}]`.
 *
 * @param publicUrl public address of this installation
 */
export function asyncApi(brought: Brought, publicUrl?: string): Json {
  const { messages, schemas } = described(brought);
  const lostWhenAway = [...brought.pushed].filter(([, { isLostWhenAway }]) => isLostWhenAway).map(([type]) => type);
  return {
    asyncapi: "3.0.0",
    id: "urn:inyeon:socket",
    info: {
      title: "Inyeon",
      version: "1",
      description: howItWorks(lostWhenAway),
      contact: { name: "Whoever runs this server" },
      license: { name: "MIT" },
    },
    defaultContentType: "application/json",
    servers: { here: server(publicUrl) },
    channels: {
      socket: {
        address: "/ws",
        title: "The socket",
        summary: "One socket for everything: requests with their answers, and what happens.",
        messages,
        bindings: { ws: { method: "GET", bindingVersion: "0.1.0" } },
        "x-close-codes": listedCloseCodes(),
      },
    },
    operations: operations(Object.keys(messages)),
    components: { schemas, securitySchemes },
  };
}

/** Every frame both ways, with the schema that judges it. */
function described(
  { understood, pushed }: Brought,
): { messages: Record<string, Json>; schemas: Record<string, Schema> } {
  const schemas: Record<string, Schema> = {};
  const messages: Record<string, Json> = {};

  function add(side: Side, type: string, { summary, example }: { summary: string; example: Json }, schema: Schema) {
    const name = `${pascal(type)}${side === "client" ? "Request" : "Frame"}`;
    if (schemas[name]) throw new Error(`Two different schemas are named ${name}.`);
    schemas[name] = schema;
    messages[`${side}.${type}`] = {
      name: type,
      title: type,
      summary,
      contentType: "application/json",
      payload: { $ref: `#/components/schemas/${name}` },
      examples: [{ name: type, payload: example }],
    };
  }

  for (const [type, frame] of understood) {
    const data = jsonSchema(frame.data, "input", schemas);
    const example = { type, ...(type === "resume" ? {} : { id: 1 }), data: frame.example };
    const required = data.required?.length ? ["type", "data"] : ["type"];
    add("client", type, { ...frame, example }, framed(type, data, { id: frameId(schemas) }, required));
  }
  for (const [type, frame] of pushed) {
    const data = jsonSchema(frame.data, "output", schemas);
    const example = { type, data: frame.example };
    add("server", type, { ...frame, example }, framed(type, data, { cursor: frameCursor }, ["type", "data"]));
  }
  for (const { data, ...answer } of answers) {
    add("server", answer.example.type, answer, jsonSchema(data, "output", schemas));
  }
  return { messages, schemas };
}

/** How a frame from a client is answered. */
const answers = [
  {
    data: ack,
    summary: "It was done: what REST would answer, under the request's `id`.",
    example: { type: "ack", id: 1, data: { delivered: true } },
  },
  {
    data: failure,
    summary: "It was not done: the problem that REST would answer, under the request's `id`.",
    example: { type: "error", id: 1, data: describeProblem(refuse("socket.unreadable"), "en") },
  },
];

function operations(messages: readonly string[]): Json {
  const channel = { $ref: "#/channels/socket" };
  const refs = (names: string[]) => names.map((name) => ({ $ref: `#/channels/socket/messages/${name}` }));
  const of = (side: Side) => refs(messages.filter((name) => name.startsWith(side)));
  return {
    receive: {
      action: "receive",
      title: "What a client may send",
      summary: "Each is answered by ack or error, but for resume.",
      channel,
      messages: of("client"),
      reply: { channel, messages: refs(["server.ack", "server.error"]) },
    },
    send: {
      action: "send",
      title: "What the server sends",
      summary: "What happens, as it happens, and the answers to requests.",
      channel,
      messages: of("server"),
    },
  };
}

/** Every code with which this server closes sockets, in order. */
function listedCloseCodes(): Json[] {
  return Object.entries(closeMeanings).map(([name, meaning]) => {
    const code = closeCodes[name as keyof typeof closeCodes];
    return { code, name, meaning, retry: comesBack(code) };
  });
}

const securitySchemes = {
  subprotocol: {
    type: "httpApiKey",
    in: "header",
    name: "Sec-WebSocket-Protocol",
    description: "`inyeon.v1, bearer.<access token>`",
  },
  header: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
  cookie: {
    type: "httpApiKey",
    in: "cookie",
    name: "inyeon_session",
    description:
      "The session cookie of our own web pages (`__Host-inyeon_session` in production), for requests whose Origin is this server.",
  },
};

function server(publicUrl: string | undefined): Json {
  const url = publicUrl === undefined ? undefined : new URL(publicUrl);
  return {
    host: url?.host ?? "{host}",
    protocol: url?.protocol === "http:" ? "ws" : "wss",
    description: "The server that this document comes from.",
    ...(url ? {} : { variables: { host: { default: "127.0.0.1:8000", description: "Address of this server." } } }),
    security: Object.keys(securitySchemes).map((name) => ({ $ref: `#/components/securitySchemes/${name}` })),
  };
}

const frameCursor = {
  type: "string",
  description: "Comes with the last frame of each event: everything up to here was sent.",
};

function frameId(schemas: Record<string, Schema>): Schema {
  return { ...jsonSchema(incoming.shape.id, "input", schemas), description: "Comes back with the answer." };
}

function framed(type: string, data: Schema, more: Record<string, Schema>, required: string[]): Schema {
  return { type: "object", properties: { type: { type: "string", const: type }, ...more, data }, required };
}

/** Turns `match.offered` into `MatchOffered`. */
function pascal(type: string): string {
  return type.split(".").map((part) => part[0].toUpperCase() + part.slice(1)).join("");
}
