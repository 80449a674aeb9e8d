import type { z } from "zod";
import type { Refusal } from "../answers/refusals.ts";
import type { Asker } from "../deciding/command.ts";
import type { System } from "../system.ts";
import type { Hub } from "./hub.ts";

/** Every frame that the server sends of its own accord, by its type. Each app adds its own to this interface. */
// deno-lint-ignore no-empty-interface
export interface PushedFrames {}

/** Every frame that clients may send, by its type. Each app adds its own to this interface. */
// deno-lint-ignore no-empty-interface
export interface UnderstoodFrames {}

/** Data as it may look, for the documents. */
type Example<D> = D & Record<string, unknown>;

/** A frame that the server sends: what it holds, and what `/docs/socket` says of it. */
export type PushedFrame<S extends z.ZodObject = z.ZodObject> = {
  data: S;
  summary: string;
  example: Example<z.output<S>>;
  /** Not an event: a client that was away does not get it later. */
  isLostWhenAway?: true;
};

/** A frame that clients may send: what it holds, and what `/docs/socket` says of it. */
export type DescribedFrame<S extends z.ZodType = z.ZodType> = {
  data: S;
  summary: string;
  example: Example<z.input<S>>;
};

/** A frame that clients may send, and what it does. */
export type UnderstoodFrame<S extends z.ZodType = z.ZodType> = {
  data: S;
  summary: string;
  example: Example<z.input<S>>;
  /** Answers what REST would. */
  act(data: z.output<S>, doing: Doing): Promise<Answer> | Answer;
};

/** How a frame from a client is answered. */
export type Answer = Record<string, unknown> | Refusal;

/** What acting on a frame needs. */
export type Doing = {
  system: System;
  hub: Hub;
  asker: Asker;
  /** Aborts when the socket closes. */
  signal: AbortSignal;
  /** Names the socket, for what an app remembers of it. */
  socket: WeakKey;
};

const pushedSchemas: Record<string, z.ZodObject> = {};
const understoodSchemas: Record<string, z.ZodType> = {};

/** The data of every frame defined so far, by its type; see `protocol.ts`, where they have their types. */
export const definedFrames = { pushed: pushedSchemas, understood: understoodSchemas };

function define<S extends z.ZodType>(table: Record<string, { data: S }>, into: Record<string, S>): void {
  for (const [type, { data }] of Object.entries(table)) {
    if (into[type]) throw new Error(`Two frames are called ${type}.`);
    into[type] = data;
  }
}

/** Defines frames that the server sends. A type is a promise to clients: it never changes its meaning. */
export function definePushed<S extends Record<string, z.ZodObject>>(
  table: { [T in keyof S]: PushedFrame<S[T]> },
): { [T in keyof S]: PushedFrame<S[T]> } {
  define(table, pushedSchemas);
  return table;
}

/** Defines frames that clients may send. */
export function defineUnderstood<S extends Record<string, z.ZodType>>(
  table: { [T in keyof S]: UnderstoodFrame<S[T]> },
): { [T in keyof S]: UnderstoodFrame<S[T]> } {
  define(table, understoodSchemas);
  return table;
}

/** Defines frames that clients may send and on which the socket itself acts. */
export function describeUnderstood<S extends Record<string, z.ZodType>>(
  table: { [T in keyof S]: DescribedFrame<S[T]> },
): { [T in keyof S]: DescribedFrame<S[T]> } {
  define(table, understoodSchemas);
  return table;
}
