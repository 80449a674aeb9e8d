import { z } from "zod";
import { jsonSchema, type Schema } from "../http/json_schema.ts";
import type { Route } from "../http/request.ts";
import { ack, failure, incoming, pushed, understood } from "./protocol.ts";

type Json = Record<string, unknown>;

const conventions = [
  "Frames are JSON text. Every frame from a client may carry an `id`, which comes back in its answer: `ack` with what",
  "REST would answer, or `error` with its problem. The last frame of each event carries a `cursor`; sent back in `resume`",
  "it brings what was missed. Authenticate by the subprotocols `inyeon.v1, bearer.<access>`, by the Authorization header,",
  "or by a first frame `auth` within 10 s. The subprotocol `lang.ko` or `lang.en` beside them, or the Accept-Language",
  "header, says in which language problems are told. Close codes: 4000–4499 come back, 4500–4999 do not.",
].join(" ");

/** `GET /asyncapi.json`: the socket, made from the schemas that judge its frames. */
export function asyncApiRoute(): Route {
  let document: string | undefined;
  return {
    method: "GET",
    path: "/asyncapi.json",
    handle: () =>
      new Response(document ??= JSON.stringify(asyncApi()), { headers: { "content-type": "application/json" } }),
  };
}

/** The AsyncAPI 3.0 document of the socket. */
export function asyncApi(): Json {
  const schemas: Record<string, Schema> = {};
  const fromClient = Object.entries(understood).map(([type, data]) =>
    [
      `client.${type}`,
      framed(type, data, "input", { id: jsonSchema(incoming.shape.id, "input", schemas) }, schemas),
    ] as const
  );
  const fromServer = Object.entries(pushed).map(([type, data]) =>
    [`server.${type}`, framed(type, data, "output", { cursor: { type: "string" } }, schemas)] as const
  );
  const answers = [
    ["server.ack", message("ack", jsonSchema(ack, "output", schemas))],
    ["server.error", message("error", jsonSchema(failure, "output", schemas))],
  ] as const;
  const messages = Object.fromEntries([...fromClient, ...fromServer, ...answers]);
  const refs = (side: string) =>
    Object.keys(messages).filter((name) => name.startsWith(side)).map((name) => ({
      $ref: `#/channels/socket/messages/${name}`,
    }));
  return {
    asyncapi: "3.0.0",
    info: { title: "Inyeon", version: "1", description: conventions },
    channels: { socket: { address: "/ws", messages } },
    operations: {
      receive: { action: "receive", channel: { $ref: "#/channels/socket" }, messages: refs("client.") },
      send: { action: "send", channel: { $ref: "#/channels/socket" }, messages: refs("server.") },
    },
    components: { schemas },
  };
}

function framed(
  type: string,
  data: z.ZodType,
  side: "input" | "output",
  more: Record<string, unknown>,
  schemas: Record<string, Schema>,
): Json {
  return message(type, {
    type: "object",
    properties: { type: { const: type }, ...more, data: jsonSchema(data, side, schemas) },
    required: ["type", "data"],
  });
}

function message(name: string, payload: unknown): Json {
  return { name, title: name, payload };
}
