import { z } from "zod";
import { consentsOf } from "../../projections/accounts/consents.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import { instant } from "../http/fields.ts";
import { isRefusal } from "../answers/refusals.ts";
import type { System } from "../system.ts";
import { askerOf } from "./asker.ts";
import { consent, consentList, missingConsents } from "./consents.ts";
import { giveConsents } from "./give_consents.ts";
import { access, app } from "./access.ts";

const consents = z.object({
  given: z.array(consent.extend({ given_at: instant })),
  missing: z.array(consent),
}).meta({ id: "Consents" });

/** What people agree to, and whether something is missing: API.md, "For all four apps". */
export function consentEndpoints({ run, registry, config }: System) {
  async function consentsSeen(userId: number): Promise<z.output<typeof consents>> {
    const given = await consentsOf(registry, userId);
    return {
      given: given.map(({ kind, version, given_at }) => ({ kind, version, given_at: given_at.toISOString() })),
      missing: missingConsents(config.consents, given),
    };
  }

  return [
    endpoint({
      ...access.consents,
      app,
      summary: "What I agreed to, and what I have yet to",
      description:
        "While a consent is missing, everything except what concerns only yourself answers 409 `consent.required`.",
      answers: { 200: consents },
      handle: async ({ user }) => ok(200, await consentsSeen(user.userId)),
    }),
    endpoint({
      ...access.giveConsents,
      app,
      summary: "Agree to versions of the terms and the like",
      description: "Takes some or all of the missing versions. Kinds that this server does not ask for are not kept.",
      idempotent: true,
      body: z.object({ consents: consentList.min(1) }),
      answers: { 200: consents },
      refusals: ["consent.required"],
      handle: async (request) => {
        const given = await run(giveConsents, request.body, askerOf(request));
        return isRefusal(given) ? given : ok(200, await consentsSeen(request.user.userId));
      },
    }),
  ];
}
