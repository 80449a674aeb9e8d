import { z } from "zod";
import { describeIssues } from "../http/issues.ts";
import type { Language } from "../http/request.ts";
import { type Refusal, refuse } from "../answers/refusals.ts";
import type { DescribedFrame } from "./frames.ts";
import { incoming } from "./protocol.ts";

/** The id that a client gave its frame. */
export type FrameId = z.output<typeof incoming.shape.id>;

/** A client's frame with valid data, or its refusal; with the frame's id if it can be read. */
export type ReadFrame = { id: FrameId; type: string; data: unknown } | { id: FrameId; refusal: Refusal };

/**
 * Reads a client's frame: JSON, then its form, then the data of its type.
 *
 * @param understood the frames that are understood, by their type
 */
export function readFrame(
  text: string,
  understood: ReadonlyMap<string, DescribedFrame>,
  language: Language,
): ReadFrame {
  const json = parsed(text);
  const frame = incoming.safeParse(json);
  if (!frame.success) {
    const id = incoming.shape.id.safeParse(z.looseObject({}).safeParse(json).data?.id).data;
    return { id, refusal: refuse("socket.unreadable") };
  }
  const { type, id } = frame.data;
  const schema = understood.get(type)?.data;
  if (!schema) return { id, refusal: refuse("socket.unknown_type", { type: type.slice(0, 40) }) };
  const data = schema.safeParse(frame.data.data, { reportInput: true });
  if (data.success) return { id, type, data: data.data };
  return { id, refusal: refuse("request.invalid", {}, describeIssues(data.error.issues, language)) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
