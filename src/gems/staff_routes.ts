import { z } from "zod";
import { askerOf } from "../accounts/asker.ts";
import { answer, endpoint } from "../http/endpoint.ts";
import { idParam, integer, text } from "../http/fields.ts";
import type { System } from "../system.ts";
import { access } from "./access.ts";
import { grantGems } from "./grant_gems.ts";

/** What staff may do with gems: API.md, "For all four apps". */
export function staffGemEndpoints({ run }: System) {
  return [
    endpoint({
      ...access.grantGems,
      app: "staff",
      summary: "Give someone gems",
      description: "The log records the reason and who gave the gems.",
      idempotent: true,
      params: z.object({ id: idParam }),
      body: z.object({
        amount: integer({ min: 1, max: 1_000_000 }),
        reason: text({ min: 1, max: 1_000 }).meta({ examples: ["장애에 대한 사과"] }),
      }),
      answers: { 200: z.object({ gems_added: z.int(), new_balance: z.int() }).meta({ id: "GemCredit" }) },
      refusals: ["account.unknown"],
      handle: async (request) =>
        answer(200, await run(grantGems, { userId: request.params.id, ...request.body }, askerOf(request))),
    }),
  ];
}
