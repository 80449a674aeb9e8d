import { z } from "zod";
import { problemSchema } from "../../src/http/problem.ts";
import { type Door, type Person, send } from "../support/client.ts";
import { type Client, openSocket, type Seen } from "../support/socket.ts";
import { type Schema, schemaShape } from "./bad_values.ts";
import { filled, type Operation, operationsOf } from "./operations.ts";

/** What came back for a value in one field. */
export type Judged = {
  /** An HTTP status; of a frame that of its problem, or 200. */
  status: number;
  /** The sentences about this field; none where it took the value. */
  refused: string[];
};

/** A field that takes text, in a body or in the data of a frame. */
export type TextField = {
  /** `POST /api/users/register name`, `frame sendMessage content`. */
  where: string;
  schema: Schema;
  /** Sends the value, and as little besides as goes: what is missing is named in the answer, and nothing is done. */
  judge(value: string): Promise<Judged>;
};

/** Every field of every endpoint and frame that takes text of no fixed shape. */
export async function textFieldsOf(server: Door, someone: Person): Promise<{ fields: TextField[] } & AsyncDisposable> {
  const sockets = socketsOf(server, someone);
  const operations = await operationsOf(server);
  const fields = [
    ...operations.flatMap((operation) => fieldsOfBody(server, operation, someone)),
    ...await fieldsOfFrames(server, sockets),
  ];
  return { fields, [Symbol.asyncDispose]: () => sockets[Symbol.asyncDispose]() };
}

/** The form of a schema that is text, if one is. */
function textOf(schema: Schema): Schema | undefined {
  const one = (schema.anyOf ?? [schema]).find(({ type }) => type === "string");
  return one && !one.enum && !one.pattern && !one.format && one.const === undefined ? one : undefined;
}

function textsOf(schema: Schema | undefined): [string, Schema][] {
  return Object.entries(schema?.properties ?? {}).flatMap(([name, property]) => {
    const text = textOf(property);
    return text ? [[name, text]] : [];
  });
}

function fieldsOfBody(server: Door, operation: Operation, someone: Person): TextField[] {
  const { method, json } = operation;
  const path = filled(operation);
  return textsOf(json).map(([name, schema]) => ({
    where: `${method} ${operation.path} ${name}`,
    schema,
    async judge(value) {
      const headers = { authorization: `Bearer ${someone.access}` };
      const answer = await send(server, method, path, { ...spoilt(json, name), [name]: value }, { headers });
      return { status: answer.status, refused: answer.status < 400 ? [] : sentencesOn(answer.body, name) };
    },
  }));
}

/** A wrong value elsewhere, so that a body of optional fields is refused whatever stands in the one that is looked at. */
function spoilt(schema: Schema | undefined, name: string): Record<string, unknown> {
  const other = Object.entries(schema?.properties ?? {}).find(([of, { type, enum: values }]) =>
    of !== name && (type === "integer" || type === "number" || type === "boolean" || values)
  );
  return other ? { [other[0]]: { not: "this" } } : {};
}

function sentencesOn(body: unknown, name: string): string[] {
  const { errors = [] } = problemSchema.parse(body);
  return errors.filter(({ path }) => path === name).map(({ message }) => message);
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

async function fieldsOfFrames(server: Door, sockets: { next(): Promise<Client> }): Promise<TextField[]> {
  const { body } = await send(server, "GET", "/asyncapi.json");
  const { messages } = documentShape.parse(body).channels.socket;
  return Object.entries(messages).filter(([name]) => name.startsWith("client.")).flatMap(([name, message]) => {
    const type = name.slice("client.".length);
    const { payload } = messageShape.parse(message);
    return textsOf(payload.properties?.data).map(([name, schema]): TextField => ({
      where: `frame ${type} ${name}`,
      schema,
      async judge(value) {
        const answer = await answerOf(await sockets.next(), type, { [name]: value });
        return answer?.type === "error"
          ? { status: problemSchema.parse(answer.data).status, refused: sentencesOn(answer.data, name) }
          : { status: 200, refused: [] };
      },
    }));
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
