import { z } from "zod";
import { userById } from "../../projections/accounts/users.ts";
import { answer, endpoint, ok } from "../http/endpoint.ts";
import { emailAddress } from "../http/email_address.ts";
import { opaque } from "../http/fields.ts";
import { isRefusal } from "../answers/refusals.ts";
import { done } from "../answers/successes.ts";
import type { System } from "../system.ts";
import { askerOf, followerOf } from "./asker.ts";
import { changeEmail } from "./change_email.ts";
import { checkOwnPassword } from "./check_password.ts";
import { requestMail } from "./request_mail.ts";
import { givenPassword } from "./password_fields.ts";
import { emailTag, writtenEmail } from "./state.ts";
import { verifyEmail } from "./verify_email.ts";
import { access, app } from "./access.ts";

const ownEmail = z.object({ email: z.string().nullable(), email_verified: z.boolean() }).meta({ id: "EmailAddress" });

/** The e-mail address of an account, and the proof that its person reads what is sent there. */
export function emailEndpoints(system: System) {
  return [
    emailEndpoint(system),
    changeEmailEndpoint(system),
    verifyEmailEndpoint(system),
  ];
}

function emailEndpoint({ registry }: System) {
  return endpoint({
    ...access.email,
    app,
    summary: "My e-mail address",
    description:
      "Null without one. An address can log in at once; only a verified one can receive a mail to reset the password.",
    answers: { 200: ownEmail },
    handle: async ({ user }) => {
      const me = await userById(registry, user.userId);
      return ok(200, { email: me?.email ?? null, email_verified: me?.email_verified ?? false });
    },
  });
}

function changeEmailEndpoint(system: System) {
  const { run, secrets, attempts, mails } = system;
  return endpoint({
    ...access.changeEmail,
    app,
    summary: "Take an e-mail address, and get a mail to verify it with",
    description: "The same address again sends another mail until it is verified.",
    body: z.object({ email: emailAddress, password: givenPassword }),
    answers: { 200: ownEmail },
    refusals: ["account.email_taken", "auth.password_wrong", "auth.too_many_failures", "mail.unavailable"],
    handle: async (request) => {
      const { user: { userId }, body, meta } = request;
      const { address, language } = meta;
      const checked = await checkOwnPassword(system, attempts, { userId, password: body.password, address });
      if (isRefusal(checked)) return checked;
      const refusal = await mails.admit({ email: body.email, address, userId });
      if (refusal) return refusal;
      const emailHash = secrets.hash(emailTag(body.email));
      const input = { email: writtenEmail(body.email), emailHash, checkedHash: checked.password_hash };
      const changed = await run(changeEmail, input, askerOf(request));
      if (!isRefusal(changed) && changed.email !== null && !changed.email_verified) {
        const asked = await run(requestMail, { purpose: "verification", emailHash, language }, followerOf(request));
        if (isRefusal(asked)) return asked;
      }
      return answer(200, changed);
    },
  });
}

function verifyEmailEndpoint({ run, mails }: System) {
  return endpoint({
    ...access.verifyEmail,
    app,
    summary: "Verify an e-mail address with the token of a mail",
    description:
      "The token comes from the mail sent to the address. No login is needed: the mail may be read on another device.",
    body: z.object({ token: opaque({ min: 1, max: 500 }) }),
    answers: { 200: done("email.verified") },
    refusals: ["auth.mail_token_invalid"],
    handle: async (request) => {
      const claims = mails.verify("verification", request.body.token);
      return isRefusal(claims) ? claims : answer(200, await run(verifyEmail, claims, askerOf(request)));
    },
  });
}
