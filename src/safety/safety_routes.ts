import { z } from "zod";
import { meeting } from "../../events/fields.ts";
import { type evidence, reportReason } from "../../events/safety.ts";
import { blocksOf } from "../../projections/safety/blocks.ts";
import { messages, messagesPage } from "../../projections/chat/messages.ts";
import { sajuProfileOf } from "../../projections/saju/saju_profiles.ts";
import { userById } from "../../projections/accounts/users.ts";
import { askerOf } from "../accounts/asker.ts";
import { shownName } from "../accounts/shown_name.ts";
import { answer, endpoint, ok } from "../http/endpoint.ts";
import { idParam, instant, limit, text } from "../http/fields.ts";
import { reencode } from "../http/images.ts";
import { readImage } from "../http/media.ts";
import { quoted } from "../chat/message.ts";
import { isRefusal } from "../answers/refusals.ts";
import { done } from "../answers/successes.ts";
import type { System } from "../system.ts";
import { isOfCalls, type Met, metIn, otherAt } from "./meetings.ts";
import { reportPerson } from "./report_person.ts";
import { metOf, namedFields, namesOne } from "./route_parts.ts";
import { unblockPerson } from "./unblock_person.ts";
import { access } from "./access.ts";

const app = "safety";
const unknown = ["match.unknown", "call.unknown", "chat.unknown", "account.unknown"] as const;
/** The longest side of the picture that a report copies, in pixels. */
const copiedSide = 256;
/** How many messages of a chat a report copies, of both people. */
const messagesCopied = 20;
const seenWithinMs = 2_000;

/** Blocks and reports: API.md, "For all four apps". */
export function safetyEndpoints(system: System) {
  const { run, log, registry, media, looks } = system;
  const naming = { looks, metIn: metIn(registry) };

  return [
    endpoint({
      ...access.blockPerson,
      app,
      summary: "Never meet someone again",
      description: "Names them by where you met: exactly one of match_id, call_id, chat_id, user_id.",
      idempotent: true,
      body: z.object(namedFields).refine(...namesOne).meta({ examples: [{ match_id: 31 }] }),
      answers: { 201: z.object({ block_id: z.int() }) },
      refusals: unknown,
      handle: async (request) => {
        const met = metOf(request.body);
        const other = await otherAt(system, met, request.user.userId);
        return isRefusal(other)
          ? other
          : answer(201, await run(system.safety.blockPerson, { other, met }, askerOf(request)));
      },
    }),
    endpoint({
      ...access.blocks,
      app,
      summary: "Whom I blocked, newest first",
      description: "`met` says where we met, and `block_id` lifts the block.",
      query: z.object({ before: idParam.optional(), limit: limit({ default: 100, max: 1_000 }) }),
      answers: {
        200: z.array(
          z.object({ block_id: z.int(), met: meeting, username: z.string(), created_at: instant }).meta({
            id: "Block",
          }),
        ),
      },
      handle: async ({ user, query }) => {
        const blocks = await blocksOf(registry, naming, { userId: user.userId, ...query });
        return ok(
          200,
          blocks.map((block) => ({
            block_id: block.id,
            met: meeting.parse({ kind: block.met_kind, id: block.met_id }),
            username: shownName(block.username, block.is_erased),
            created_at: new Date(block.created_at).toISOString(),
          })),
        );
      },
    }),
    endpoint({
      ...access.unblockPerson,
      app,
      summary: "Take a block back",
      description: "The two may meet again.",
      params: z.object({ block_id: idParam }),
      answers: { 200: done("block.lifted") },
      refusals: ["block.unknown"],
      handle: async (request) => answer(200, await run(unblockPerson, request.params, askerOf(request))),
    }),
    endpoint({
      ...access.reportPerson,
      app,
      summary: "Report someone to staff; a second report of the same meeting is the first",
      description: "Names them by where you met: exactly one of match_id, call_id, chat_id, user_id.",
      idempotent: true,
      body: z.object({
        reason: reportReason,
        comment: text({ min: 0, max: 1_000 }).nullable().optional(),
        ...namedFields,
      }).refine(...namesOne).meta({ examples: [{ reason: "harassment", comment: "욕설을 했습니다.", call_id: 12 }] }),
      answers: { 201: z.object({ report_id: z.int() }) },
      refusals: unknown,
      handle: async (request) => {
        const about = metOf(request.body);
        const other = await otherAt(system, about, request.user.userId);
        if (isRefusal(other)) return other;
        const { reason, comment } = request.body;
        const copied = { picture: await pictureOf(other, about), messages: await messagesOf(about) };
        const input = { other, about, reason, comment: comment ?? null, ...copied };
        return answer(201, await run(reportPerson, input, askerOf(request)));
      },
    }),
  ];

  /** What was said last in a chat, as far as it was heard of by now; newest last. */
  async function messagesOf({ kind, id }: Met): Promise<z.output<typeof evidence>["messages"]> {
    if (kind !== "chat") return [];
    await registry.seen([messages], await log.head(), seenWithinMs);
    return quoted(await messagesPage(registry, { chatId: id, limit: messagesCopied, offset: 0 }));
  }

  /** The picture that someone shows now where the two met, made small; null if there is none. */
  async function pictureOf(userId: number, about: Met): Promise<string | null> {
    const person = await (isOfCalls(about) ? userById : sajuProfileOf)(registry, userId);
    const image = person?.profile_image ? await readImage(media, person.profile_image) : undefined;
    const small = image && await reencode(image, copiedSide);
    return small && !isRefusal(small) ? small.toBase64() : null;
  }
}
