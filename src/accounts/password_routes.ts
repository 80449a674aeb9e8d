import { z } from "zod";
import { answer, endpoint, ok } from "../http/endpoint.ts";
import { emailAddress } from "../http/email_address.ts";
import { opaque } from "../http/fields.ts";
import { isRefusal } from "../answers/refusals.ts";
import { done, success } from "../answers/successes.ts";
import type { System } from "../system.ts";
import { askerOf, followerOf } from "./asker.ts";
import { changePassword } from "./change_password.ts";
import { checkOwnPassword } from "./check_password.ts";
import { givenPassword, newPassword } from "./password_fields.ts";
import { hashPassword } from "./passwords.ts";
import { requestMail } from "./request_mail.ts";
import { resetPassword } from "./reset_password.ts";
import { emailTag } from "./state.ts";
import { access, app } from "./access.ts";

/** Changing a password, with the old one or by mail. */
export function passwordEndpoints(system: System) {
  return [
    changePasswordEndpoint(system),
    requestPasswordResetEndpoint(system),
    resetPasswordEndpoint(system),
  ];
}

function changePasswordEndpoint(system: System) {
  const { run, attempts } = system;
  return endpoint({
    ...access.changePassword,
    app,
    summary: "Change my password, and end my other sessions",
    description: "Asks for the current password. This session stays, the others end.",
    answers: { 200: done("password.changed") },
    body: z.object({ current_password: givenPassword, new_password: newPassword }),
    refusals: ["auth.password_wrong", "auth.too_many_failures"],
    handle: async (request) => {
      const { user, body, meta } = request;
      const asked = { userId: user.userId, password: body.current_password, address: meta.address };
      const checked = await checkOwnPassword(system, attempts, asked);
      if (isRefusal(checked)) return checked;
      const passwordHash = await hashPassword(body.new_password);
      const input = { checkedHash: checked.password_hash, passwordHash, sessionId: user.sessionId };
      return answer(200, await run(changePassword, input, askerOf(request)));
    },
  });
}

function requestPasswordResetEndpoint({ run, secrets, mails }: System) {
  return endpoint({
    ...access.requestPasswordReset,
    app,
    summary: "Ask for a mail with which to choose a new password",
    description: "The answer is the same whether the address is known or not. Only a verified address gets a mail.",
    body: z.object({ email: emailAddress }),
    answers: { 202: done("password.reset_mailed") },
    refusals: ["mail.unavailable"],
    handle: async (request) => {
      const { body: { email }, meta: { address, language } } = request;
      const refusal = await mails.admit({ email, address });
      if (refusal) return refusal;
      const emailHash = secrets.hash(emailTag(email));
      const asked = await run(requestMail, { purpose: "reset", emailHash, language }, followerOf(request));
      if (isRefusal(asked)) return asked;
      return ok(202, { message: success("password.reset_mailed") });
    },
  });
}

function resetPasswordEndpoint({ run, mails }: System) {
  return endpoint({
    ...access.resetPassword,
    app,
    summary: "Choose a new password with the token of a mail, and end all sessions",
    description: "The token is good for 30 minutes and for one use. Log in with the new password afterwards.",
    body: z.object({ token: opaque({ min: 1, max: 500 }), new_password: newPassword }),
    answers: { 200: done("password.changed") },
    refusals: ["auth.mail_token_invalid"],
    handle: async (request) => {
      const claims = mails.verify("reset", request.body.token);
      if (isRefusal(claims)) return claims;
      const passwordHash = await hashPassword(request.body.new_password);
      return answer(200, await run(resetPassword, { ...claims, passwordHash }, askerOf(request)));
    },
  });
}
