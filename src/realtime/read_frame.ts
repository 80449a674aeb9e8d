import { z } from "zod";
import { describeIssues } from "../http/issues.ts";
import type { Language } from "../http/request.ts";
import { type Refusal, refuse } from "../refusals.ts";
import { incoming, understood, type UnderstoodType } from "./protocol.ts";

/** The id a client gave its frame. */
export type FrameId = z.output<typeof incoming.shape.id>;

/** A frame from a client with its data judged, or why it is refused; with its id where that can be read. */
export type ReadFrame = { id: FrameId; type: UnderstoodType; data: unknown } | { id: FrameId; refusal: Refusal };

/** Reads a frame from a client: JSON, then its form, then its data by its type. */
export function readFrame(text: string, language: Language): ReadFrame {
  const json = parsed(text);
  const frame = incoming.safeParse(json);
  if (!frame.success) {
    const id = incoming.shape.id.safeParse(z.looseObject({}).safeParse(json).data?.id).data;
    return { id, refusal: refuse("socket.unreadable") };
  }
  const { type, id } = frame.data;
  if (!isUnderstood(type)) return { id, refusal: refuse("socket.unknown_type", { type: type.slice(0, 40) }) };
  const data: z.ZodSafeParseResult<unknown> = understood[type].safeParse(frame.data.data, { reportInput: true });
  if (data.success) return { id, type, data: data.data };
  return { id, refusal: refuse("request.invalid", {}, describeIssues(data.error.issues, language)) };
}

function isUnderstood(type: string): type is UnderstoodType {
  return Object.hasOwn(understood, type);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
