import { z } from "zod";
import { blocksOf } from "../../projections/safety/blocks.ts";
import { askerOf } from "../accounts/asker.ts";
import { shownName } from "../accounts/shown_name.ts";
import { isRefusal } from "../answers/refusals.ts";
import { done } from "../answers/successes.ts";
import { answer, endpoint, ok } from "../http/endpoint.ts";
import { idParam, instant, limit } from "../http/fields.ts";
import type { System } from "../system.ts";
import { access } from "./access.ts";
import { meetingSchema, metIn, otherAt } from "./meetings.ts";
import { namingFields, refusalsOfNaming } from "./naming_fields.ts";
import { unblockPerson } from "./unblock_person.ts";

const app = "safety";

/** Blocks: API.md, "For all four apps". */
export function blockEndpoints(system: System) {
  const { run, registry, looks, safety: { kinds, blockPerson } } = system;
  const naming = namingFields(kinds);
  const meeting = meetingSchema(kinds);
  const called = { looks, metIn: (met: Parameters<typeof metIn>[2]) => metIn(kinds, registry, met) };

  return [
    endpoint({
      ...access.blockPerson,
      app,
      summary: "Never meet someone again",
      description: `Names them by where you met: exactly one of ${naming.list}.`,
      idempotent: true,
      body: z.object(naming.fields).refine(...naming.namesOne).meta({ examples: [naming.example(31)] }),
      answers: { 201: z.object({ block_id: z.int() }) },
      refusals: refusalsOfNaming(kinds),
      handle: async (request) => {
        const met = naming.metOf(request.body);
        const other = await otherAt(kinds, system, met, request.user.userId);
        return isRefusal(other) ? other : answer(201, await run(blockPerson, { other, met }, askerOf(request)));
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
        const blocks = await blocksOf(registry, called, { userId: user.userId, ...query });
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
  ];
}
