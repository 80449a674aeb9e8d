import type { z } from "zod";
import type { Frame, understood, UnderstoodType } from "../../../realtime/protocol.ts";

export type { Frame } from "../../../realtime/protocol.ts";

/** A type of frame that a page sends. */
export type AskType = UnderstoodType;

/** What a frame that a page sends is sent with. */
export type AskData<T extends AskType> = z.input<(typeof understood)[T]>;

/**
 * What a frame that a page sends is answered with: what REST would answer. An app's page adds its own:
 *
 * ```ts ignore
 * declare module "../client/socket/frames.ts" {
 *   interface Replies {
 *     sendMessage: Answer<"POST /api/chats/{chat_id}/messages">;
 *   }
 * }
 * ```
 */
// deno-lint-ignore no-empty-interface
export interface Replies {}

/** The reply to a type of frame. */
export type Reply<T extends AskType> = T extends keyof Replies ? Replies[T] : unknown;

/** The answer to what was asked under an id. */
export type AnswerFrame = { type: "ack" | "error"; id?: number; data: Record<string, unknown> };

/** A frame as it comes: pushed by the server, or an answer. */
export type Coming = Frame | AnswerFrame;

export const isAnswer = (frame: Coming): frame is AnswerFrame => frame.type === "ack" || frame.type === "error";
