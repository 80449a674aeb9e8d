import { z } from "zod";
import { problemSchema } from "../http/problem.ts";
import { definedFrames, type PushedFrames, type UnderstoodFrames } from "./frames.ts";
import "./own_frames.ts";

/** The largest frame that is read, in UTF-16 units. */
export const frameLimit = 65_536;

/** A frame from a client, before its data is judged by its type. `id` comes back with the answer. */
export const incoming = z.object({
  type: z.string().max(40),
  id: z.union([z.string().max(100), z.number()]).optional(),
  data: z.record(z.string(), z.unknown()).default({}),
});

/** A type of frame that is understood. */
export type UnderstoodType = keyof UnderstoodFrames & string;

/** A type of frame that is pushed. */
export type PushedType = keyof PushedFrames & string;

/** What a client may send: the data of each type of frame that this process knows. */
export const understood = definedFrames.understood as Readonly<
  { [T in UnderstoodType]: UnderstoodFrames[T]["data"] }
>;

/** What the server sends of its own accord: the data of each type of frame that this process knows. */
export const pushed = definedFrames.pushed as Readonly<{ [T in PushedType]: PushedFrames[T]["data"] }>;

/** The data of a frame that is pushed. */
export type DataOf<T extends PushedType> = z.output<PushedFrames[T]["data"]>;

/** A frame that the server sends of its own accord. `cursor` stands in the last one of an event. */
export type Frame = { [T in PushedType]: { type: T; cursor?: string; data: DataOf<T> } }[PushedType];

/** How a frame from a client is answered: what REST would answer, or its problem. */
export const ack = z.object({ type: z.literal("ack"), id: incoming.shape.id, data: z.record(z.string(), z.unknown()) });
export const failure = z.object({ type: z.literal("error"), id: incoming.shape.id, data: problemSchema });
