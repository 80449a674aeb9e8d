import { z } from "zod";
import { askerOf } from "../accounts/asker.ts";
import { confirmSelf, freshMinutes } from "../accounts/confirm_self.ts";
import { givenPassword } from "../accounts/password_fields.ts";
import { app } from "../accounts/access.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Identity, RequestMeta } from "../http/request.ts";
import { isRefusal, refuse } from "../answers/refusals.ts";
import { done } from "../answers/successes.ts";
import type { System } from "../system.ts";
import { access } from "./access.ts";

/** Erasure and export: API.md, "For all four apps". */
export function privacyEndpoints(system: System) {
  const { run, privacy } = system;

  const erasure = {
    app,
    answers: { 200: done("account.erased") },
    body: z.object({ password: givenPassword.optional() }),
    refusals: ["auth.password_needed", "auth.password_wrong", "auth.too_many_failures"] as const,
  };
  const erase = async (request: { user: Identity; body: { password?: string }; meta: RequestMeta }) => {
    const { user, body: { password }, meta: { address } } = request;
    const refusal = await confirmSelf(system, system.attempts, { user, password, address });
    if (refusal) return refusal;
    const { userId } = user;
    const erased = await run(privacy.eraseAccount, { userId }, askerOf(request));
    if (isRefusal(erased)) return erased;
    // the account is gone: should the rest fail, housekeeping finishes it
    await privacy.forgetPerson(userId).catch((error) => system.report("forgetting a person", error));
    return ok(200, erased);
  };

  return [
    endpoint({
      ...erasure,
      ...access.eraseAccount,
      summary: "Erase my account and all that is personal in it",
      description: `Takes the password, or nothing within ${freshMinutes} minutes of the session's login.`,
      handle: erase,
    }),
    endpoint({
      ...erasure,
      ...access.deleteAccount,
      summary: "The same as POST /api/users/me/erase",
      description: "The same as `POST /api/users/me/erase`, for clients whose DELETE carries a body.",
      handle: erase,
    }),
    endpoint({
      ...access.exportMine,
      app,
      summary: "Everything that is kept about me, as JSON",
      description: "Nothing in it tells who the others were.",
      answersWithinSec: 60,
      answers: { 200: privacy.personExport },
      handle: async ({ user }) => {
        const headers = {
          "cache-control": "no-store",
          "content-disposition": 'attachment; filename="inyeon.json"',
        };
        const exported = await privacy.exportPerson(user.userId);
        return exported ? ok(200, exported, { headers }) : refuse("auth.session_ended");
      },
    }),
  ];
}
