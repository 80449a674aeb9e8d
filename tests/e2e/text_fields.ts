import { z } from "zod";
import { problemSchema } from "../../src/http/problem.ts";
import { type Door, type Person, send } from "../support/client.ts";
import { type Client, openSocket, type Seen } from "../support/socket.ts";
import { type Schema, schemaShape } from "./bad_values.ts";
import { filled, inlined, type Operation, operationsOf } from "./operations.ts";

/** What came back. */
export type Judged = {
  /** An HTTP status; of a frame that of its problem, or 200. */
  status: number;
  /** What was wrong, by field. */
  errors: { path: string; message: string }[];
};

/** A field that takes text. */
export type TextField = { name: string; schema: Schema };

/** A body, or the data of a frame, that has such fields. */
export type TextForm = {
  /** `POST /api/users/register`, `frame sendMessage`. */
  where: string;
  /** Those that take text of no fixed shape. */
  texts: TextField[];
  /** All that take text: dates and addresses, too. */
  fields: TextField[];
  /** Sends these fields, and as little besides as goes: what is missing is named in the answer, and nothing is done. */
  judge(values: Record<string, string>): Promise<Judged>;
};

/** Fields that nobody reads: what programs made, and what is typed only to be compared. All others are shown to people. */
const unread = [
  /(token|refresh|signedPayload|provider|product_id|client_id|cursor|profile_img_url|password)$/,
  /^POST \/api\/auth\/login\/ username$/,
  /^POST \/api\/users\/login email$/,
];

/** Whether people read what stands in a field. */
export const isRead = (where: string) => !unread.some((pattern) => pattern.test(where));

/** Every body and frame that takes text. */
export async function textFormsOf(server: Door, someone: Person): Promise<{ forms: TextForm[] } & AsyncDisposable> {
  const sockets = socketsOf(server, someone);
  const forms = [
    ...(await operationsOf(server)).map((operation) => bodyOf(server, operation, someone)),
    ...await framesOf(server, sockets),
  ];
  return {
    forms: forms.filter(({ fields }) => fields.length > 0),
    [Symbol.asyncDispose]: () => sockets[Symbol.asyncDispose](),
  };
}

function fieldsOf(schema: Schema | undefined): Pick<TextForm, "fields" | "texts"> {
  const fields = Object.entries(schema?.properties ?? {}).flatMap(([name, property]) => {
    const text = (property.anyOf ?? [property]).find(({ type, enum: values }) => type === "string" && !values);
    return text && text.const === undefined ? [{ name, schema: text }] : [];
  });
  return { fields, texts: fields.filter(({ schema }) => !schema.pattern && !schema.format) };
}

function bodyOf(server: Door, operation: Operation, someone: Person): TextForm {
  const { method, json } = operation;
  const path = filled(operation);
  const headers = { authorization: `Bearer ${someone.access}` };
  return {
    where: `${method} ${operation.path}`,
    ...fieldsOf(json),
    async judge(values) {
      const { status, body } = await send(server, method, path, { ...spoilt(json), ...values }, { headers });
      return { status, errors: status < 400 ? [] : problemSchema.parse(body).errors ?? [] };
    },
  };
}

/** A wrong value elsewhere, so that a body of optional fields is refused whatever stands in those that are looked at. */
function spoilt(schema: Schema | undefined): Record<string, unknown> {
  const other = Object.entries(schema?.properties ?? {}).find(([, { type, enum: values }]) =>
    type === "integer" || type === "number" || type === "boolean" || values
  );
  return other ? { [other[0]]: { not: "this" } } : {};
}

const messageShape = z.looseObject({ payload: schemaShape });
const documentShape = z.looseObject({
  channels: z.looseObject({ socket: z.looseObject({ messages: z.record(z.string(), z.unknown()) }) }),
});

/** So many refusals a socket takes before it is closed for them. */
const refusalsASocket = 150;

/** Sockets of a person, one after the other: each for as many frames as it stands. */
function socketsOf(server: Door, someone: Person): { next(): Promise<Client> } & AsyncDisposable {
  const opened: Promise<Client>[] = [];
  let left = 0;
  return {
    next() {
      if (left === 0) opened.push(openSocket(server, someone));
      left = left === 0 ? refusalsASocket : left - 1;
      return opened[opened.length - 1];
    },
    async [Symbol.asyncDispose]() {
      for (const client of opened) await (await client).close();
    },
  };
}

async function framesOf(server: Door, sockets: { next(): Promise<Client> }): Promise<TextForm[]> {
  const { body } = await send(server, "GET", "/asyncapi.json");
  const { messages } = documentShape.parse(body).channels.socket;
  return Object.entries(messages).filter(([name]) => name.startsWith("client.")).map(([name, message]) => {
    const type = name.slice("client.".length);
    const { payload } = messageShape.parse(inlined(message, body));
    return {
      where: `frame ${type}`,
      ...fieldsOf(payload.properties?.data),
      async judge(values) {
        const answer = await answerOf(await sockets.next(), type, values);
        if (answer?.type !== "error") return { status: 200, errors: [] };
        const { status, errors = [] } = problemSchema.parse(answer.data);
        return { status, errors };
      },
    };
  });
}

/** How a frame is answered; a `resume` that is done has no answer of its own. */
async function answerOf(client: Client, type: string, data: unknown): Promise<Seen | undefined> {
  if (type !== "resume") return await client.ask(type, data);
  const before = client.seen.length;
  client.say({ type, id: "resume", data });
  await client.ask("ping");
  return client.seen.slice(before).find(({ id }) => id === "resume");
}
