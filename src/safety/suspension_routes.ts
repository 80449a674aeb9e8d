import { z } from "zod";
import { askerOf } from "../accounts/asker.ts";
import { done } from "../answers/successes.ts";
import { answer, endpoint } from "../http/endpoint.ts";
import { idParam, instant, text } from "../http/fields.ts";
import type { System } from "../system.ts";
import { access } from "./access.ts";
import { reinstateAccount } from "./reinstate_account.ts";

const app = "staff";
const reason = text({ min: 1, max: 1_000 });
const params = z.object({ id: idParam });

/** How staff take accounts out of use: API.md, "For all four apps". Each of it stands in the log with who did it. */
export function suspensionEndpoints({ run, safety }: System) {
  return [
    endpoint({
      ...access.suspendAccount,
      app,
      summary: "Take an account out of use, until a time or for good",
      description:
        "Ends the account's sessions, call and place in the queue at once. Without `until` it is permanent. The person is told the time, not the reason.",
      idempotent: true,
      params,
      body: z.object({ reason, until: instant.nullable().optional() }),
      answers: { 200: done("account.suspended") },
      refusals: ["account.unknown", "account.is_staff", "suspension.past"],
      handle: async (request) => {
        const { reason, until } = request.body;
        const input = { userId: request.params.id, reason, until: until ?? null };
        return answer(200, await run(safety.suspendAccount, input, askerOf(request)));
      },
    }),
    endpoint({
      ...access.reinstateAccount,
      app,
      summary: "End a suspension",
      description: "Harmless if the account is not suspended.",
      idempotent: true,
      params,
      answers: { 200: done("account.reinstated") },
      refusals: ["account.unknown"],
      handle: async (request) =>
        answer(200, await run(reinstateAccount, { userId: request.params.id }, askerOf(request))),
    }),
  ];
}
