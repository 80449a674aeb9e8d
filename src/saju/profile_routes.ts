import { z } from "zod";
import { type SajuProfile, sajuProfileOf } from "../../projections/saju/saju_profiles.ts";
import { userById } from "../../projections/accounts/users.ts";
import { askerOf, followerOf } from "../accounts/asker.ts";
import { confirmSelf, freshMinutes } from "../accounts/confirm_self.ts";
import { consentList } from "../accounts/consents.ts";
import { requestMail } from "../accounts/request_mail.ts";
import { givenPassword, newPassword } from "../accounts/password_fields.ts";
import { hashPassword } from "../accounts/passwords.ts";
import { deleteFormer } from "../accounts/pictures.ts";
import { signUpLimit } from "../accounts/sign_up_limit.ts";
import { emailTag, writtenEmail } from "../accounts/state.ts";
import { load } from "../deciding/boundary.ts";
import { answer, endpoint, ok } from "../http/endpoint.ts";
import { emailAddress } from "../http/email_address.ts";
import { opaque } from "../http/fields.ts";
import { keptUrl, urlOf } from "../http/media.ts";
import type { RequestMeta } from "../http/request.ts";
import { isRefusal, refuse } from "../answers/refusals.ts";
import { done } from "../answers/successes.ts";
import type { System } from "../system.ts";
import { hasRequests, mayCorrect } from "./birth_changes.ts";
import { birthFields, birthOf, checkBirth } from "./birth_fields.ts";
import { changeSajuProfile } from "./change_saju_profile.ts";
import { register } from "./register.ts";
import { sajuProfile, seenProfile } from "./seen_profile.ts";
import { fields, moreFields, said } from "./profile_fields.ts";
import { access, app } from "./access.ts";

/** What someone says of themselves when they register. */
const registration = z.object({
  email: emailAddress,
  password: newPassword,
  ...fields,
  ...moreFields,
  consents: consentList.optional(),
}).superRefine(checkBirth);

/** What may be changed of a profile; null clears. */
export const profileChange = z.object({
  email: emailAddress.optional(),
  password: givenPassword.optional(),
  name: fields.name.optional(),
  ...birthFields,
  birth_date: birthFields.birth_date.optional(),
  gender: fields.gender.optional(),
  ...moreFields,
  paused: z.boolean().optional(),
  profile_img_url: opaque({ min: 0, max: 2_048 }).nullable().optional(),
}).superRefine(checkBirth);

const emailInput = ({ secrets }: System, email: string) => ({
  email: writtenEmail(email),
  emailHash: secrets.hash(emailTag(email)),
});

/** Sends the mail with which a new address is verified, where one may be sent. */
async function sendVerification(
  { run, mails, secrets }: System,
  request: { user?: { userId: number }; meta: RequestMeta },
  email: string,
  userId: number,
): Promise<void> {
  const { address, language } = request.meta;
  if (await mails.admit({ email, address, userId })) return;
  const emailHash = secrets.hash(emailTag(email));
  await run(requestMail, { purpose: "verification", emailHash, language }, followerOf(request));
}

/** Whether a picture is one that its person stored. */
async function isOwnImage({ media }: System, url: string, userId: number): Promise<boolean> {
  return (await media.of(userId)).some(({ name }) => urlOf(name) === url);
}

/** Looks up their requests only within the hours for a correction. */
async function canCorrect({ log, registry, now }: System, mine: SajuProfile | undefined): Promise<boolean> {
  if (!mine || !mayCorrect(mine, false, now())) return false;
  const { state } = await load(log, registry, { hasRequests: hasRequests(mine.user_id) });
  return !state.hasRequests;
}

/** Registration and profile: seed 003 §4.2, Users. */
export function sajuProfileEndpoints(system: System) {
  return [
    registerEndpoint(system),
    sajuProfileEndpoint(system),
    changeSajuProfileEndpoint(system),
  ];
}

function registerEndpoint(system: System) {
  const { run, ids } = system;
  return endpoint({
    ...access.register,
    app,
    summary: "Make an account for blind dates",
    description:
      "Makes an account with an e-mail address and everything blind dates need. A mail asks to verify the address.",
    idempotent: true,
    body: registration,
    answers: { 201: z.object({ user_id: z.int(), name: z.string(), email: z.string() }) },
    refusals: [
      "auth.csrf_invalid",
      "account.email_taken",
      "account.too_young",
      "account.too_many_sign_ups",
      "consent.required",
    ],
    handle: async (request) => {
      const { email, password, name, gender, consents } = request.body;
      const made = await signUpLimit(system)(request.meta.address, async () => {
        const passwordHash = await hashPassword(password);
        using reserved = await ids.reserve(["user"]);
        return await run(register, {
          userId: reserved.take("user"),
          ...emailInput(system, email),
          passwordHash,
          ...{ name, gender },
          ...birthOf(request.body),
          ...said(request.body),
          consents,
        }, askerOf(request));
      });
      if (!isRefusal(made)) await sendVerification(system, request, made.email, made.user_id);
      return answer(201, made);
    },
  });
}

function sajuProfileEndpoint(system: System) {
  const { registry, config } = system;
  return endpoint({
    ...access.sajuProfile,
    app,
    summary: "My profile for blind dates, as far as it is there",
    description:
      "Pillars come from the birth date; without a birth time there is no hour pillar, and `precision` says so.",
    answers: { 200: sajuProfile },
    handle: async ({ user }) => {
      const [me, mine] = await Promise.all([
        userById(registry, user.userId),
        sajuProfileOf(registry, user.userId),
      ]);
      if (!me) return refuse("auth.session_ended");
      return ok(200, { ...seenProfile(config, me, mine), can_correct_birth_date: await canCorrect(system, mine) });
    },
  });
}

function changeSajuProfileEndpoint(system: System) {
  const { run, config, attempts } = system;
  return endpoint({
    ...access.changeSajuProfile,
    app,
    summary: "Change what is sent of my profile, or say what is missing of it",
    description:
      "Null clears, and so does an empty text. `paused` keeps me out of the lists of others. A birth date may be corrected once, within 24 hours of its first entry and before anybody was asked. An e-mail address is taken where there is none: with the password, or within " +
      `${freshMinutes} minutes of the session's login.`,
    body: profileChange,
    answers: { 200: done("profile.updated") },
    refusals: [
      "account.email_taken",
      "account.too_young",
      "profile.email_set",
      "profile.birth_date_fixed",
      "image.not_own",
      "auth.password_needed",
      "auth.password_wrong",
      "auth.too_many_failures",
    ],
    handle: async (request) => {
      const { user, body, meta: { address } } = request;
      const { email, password, name, gender, paused, profile_img_url: picture } = body;
      if (email !== undefined) {
        const refusal = await confirmSelf(system, attempts, { user, password, address });
        if (refusal) return refusal;
      }
      // an empty text clears it
      const profileImage = picture ? keptUrl(config, picture) : picture === "" ? null : picture;
      if (profileImage && !await isOwnImage(system, profileImage, user.userId)) {
        return refuse("image.not_own");
      }
      const changed = await run(changeSajuProfile, {
        email: email === undefined ? undefined : emailInput(system, email),
        ...{ name, gender, paused },
        ...birthOf(body),
        ...said(body),
        profileImage,
      }, askerOf(request));
      if (isRefusal(changed)) return changed;
      if (changed.toVerify) await sendVerification(system, request, changed.toVerify, user.userId);
      if (profileImage !== undefined) await deleteFormer(system, user.userId);
      return ok(200, { message: changed.message });
    },
  });
}
