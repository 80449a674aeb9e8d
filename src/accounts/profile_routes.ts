import { z } from "zod";
import { ageOf, ratingOf, userById } from "../../projections/accounts/users.ts";
import { answer, endpoint, ok, type Upload } from "../http/endpoint.ts";
import { emailAddress } from "../http/email_address.ts";
import { deleteImage, shownUrl, storeImage } from "../http/media.ts";
import { instant } from "../http/fields.ts";
import { isRefusal, type Refusal, refuse } from "../answers/refusals.ts";
import { done } from "../answers/successes.ts";
import type { System } from "../system.ts";
import { askerOf } from "./asker.ts";
import { changeProfile } from "./change_profile.ts";
import { consentList } from "./consents.ts";
import { newPassword } from "./password_fields.ts";
import { hashPassword } from "./passwords.ts";
import { deleteFormer } from "./pictures.ts";
import { chosenName } from "./shown_name.ts";
import { signUp } from "./sign_up.ts";
import { signUpLimit } from "./sign_up_limit.ts";
import { skeletonHashes } from "./skeletons.ts";
import { canonicalName, nameTag } from "./state.ts";
import { access, app } from "./access.ts";

/** Not an e-mail address: people log in with theirs, and a username must not take it. */
const username = chosenName({ min: 1, max: 50 }).refine(
  (name) => !emailAddress.safeParse(canonicalName(name)).success,
  {
    params: { ko: "이메일 주소는 아이디로 쓸 수 없습니다.", en: "must not be an e-mail address." },
  },
);
const age = z.int().min(0).max(130);
const gender = z.enum(["male", "female"]);

const claimOf = ({ secrets }: System, username: string) => ({
  username,
  usernameHash: secrets.hash(nameTag(username)),
  skeletonHashes: skeletonHashes(secrets, username),
});

/** Stores a person's picture, does what needs it, and takes it away again if that was refused. */
async function withImage<A>(
  { media }: System,
  userId: number,
  bytes: Upload | undefined,
  act: (url: string | undefined) => Promise<A | Refusal>,
) {
  const url = bytes && await storeImage(media, bytes, userId);
  if (isRefusal(url)) return url;
  const outcome = await act(url);
  if (url && isRefusal(outcome)) await deleteImage(media, url);
  return outcome;
}

const profileChange = {
  app,
  body: z.object({ username: username.optional(), age: age.optional(), gender: gender.optional() }),
  uploads: ["profile_image"] as const,
  answers: { 200: done("profile.changed") },
  refusals: ["account.username_taken", "account.too_young", "image.invalid"] as const,
};
type ProfileChange = Parameters<typeof askerOf>[0] & {
  user: { userId: number };
  body: { username?: string; age?: number; gender?: "male" | "female"; profile_image?: Upload };
};
async function change(system: System, request: ProfileChange) {
  const { run } = system;
  const { username: name, age, gender, profile_image } = request.body;
  const changed = await withImage(system, request.user.userId, profile_image, (profileImage) =>
    run(changeProfile, {
      name: name === undefined ? undefined : claimOf(system, name),
      age,
      gender,
      profileImage,
    }, askerOf(request)));
  if (profile_image && !isRefusal(changed)) {
    await deleteFormer(system, request.user.userId);
  }
  return answer(200, changed);
}

/** Sign-up and profile: seed 001 §1.1 and §7. */
export function profileEndpoints(system: System) {
  return [
    signUpEndpoint(system),
    profileEndpoint(system),
    changeProfileEndpoint(system),
    patchProfileEndpoint(system),
  ];
}

function signUpEndpoint(system: System) {
  const { run, ids } = system;
  return endpoint({
    ...access.signUp,
    app,
    summary: "Make an account",
    description:
      "Makes an account with a username. JSON, or `multipart/form-data` with a `profile_image`. Log in with it afterwards.",
    idempotent: true,
    body: z.object({ username, password: newPassword, age, gender, consents: consentList.optional() }),
    uploads: ["profile_image"],
    answers: { 201: done("account.signed_up") },
    refusals: [
      "auth.csrf_invalid",
      "account.username_taken",
      "account.too_young",
      "account.too_many_sign_ups",
      "consent.required",
      "image.invalid",
    ],
    handle: async (request) => {
      const { username, password, age, gender, consents, profile_image } = request.body;
      const made = await signUpLimit(system)(request.meta.address, async () => {
        const passwordHash = await hashPassword(password);
        using reserved = await ids.reserve(["user"]);
        const userId = reserved.take("user");
        return await withImage(system, userId, profile_image, (url) =>
          run(signUp, {
            userId,
            ...claimOf(system, username),
            passwordHash,
            age,
            gender,
            profileImage: url ?? null,
            consents,
          }, askerOf(request)));
      });
      return answer(201, made);
    },
  });
}

function profileEndpoint({ registry, now, config }: System) {
  return endpoint({
    ...access.profile,
    app,
    summary: "My profile",
    description:
      "What I said about myself, how others rated me (`rating`, the mean of 1 to 5, null before the first), and whether I am waiting for a match or in one.",
    answers: {
      200: z.object({
        username: z.string().nullable(),
        age: z.int().nullable(),
        gender: z.string().nullable(),
        profile_image: z.string().nullable(),
        rating: z.number().nullable(),
        date_joined: instant,
        is_active: z.boolean(),
        is_matching: z.boolean(),
      }).meta({ id: "User" }),
    },
    handle: async ({ user }) => {
      const me = await userById(registry, user.userId);
      if (!me) return refuse("auth.session_ended");
      return ok(200, {
        username: me.username,
        age: ageOf(me, now()),
        gender: me.gender,
        profile_image: shownUrl(config, me.profile_image),
        rating: ratingOf(me),
        date_joined: new Date(me.date_joined).toISOString(),
        is_active: me.is_active,
        is_matching: me.is_matching,
      });
    },
  });
}

function changeProfileEndpoint(system: System) {
  return endpoint({
    ...profileChange,
    ...access.changeProfile,
    summary: "Change what is sent of my profile",
    description:
      "Fields that are left out stay as they are. JSON, or `multipart/form-data` with a new `profile_image`.",
    handle: (request) => change(system, request),
  });
}

function patchProfileEndpoint(system: System) {
  return endpoint({
    ...profileChange,
    ...access.patchProfile,
    summary: "The same as PUT",
    description: "Fields that are left out stay as they are, with PUT and with PATCH.",
    handle: (request) => change(system, request),
  });
}
