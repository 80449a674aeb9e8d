import { AccountRegistered, EmailChanged, ProfileChanged } from "../../events/accounts.ts";
import {
  IntroductionAccepted,
  IntroductionDeclined,
  IntroductionLapsed,
  IntroductionRequested,
  IntroductionWithdrawn,
  lapsesAfter,
  SajuProfileChanged,
} from "../../events/saju.ts";
import { pillarsOf } from "../../src/saju/pillars.ts";
import { hashOf } from "../support/facts.ts";
import { at } from "../support/given.ts";

/** Facts that tests of blind dates start from: users 1 and 2, introduction 3. */

type About = { gender?: "male" | "female"; birthDate?: string };

/** Someone who registered for blind dates. */
export const dater = (userId: number, { gender = "female", birthDate = "1996-05-04" }: About = {}) => [
  AccountRegistered({
    userId,
    username: null,
    usernameHash: null,
    passwordHash: "argon2id",
    registeredAt: at(-1000),
  }),
  EmailChanged({ userId, email: `${userId}@example.com`, emailHash: hashOf(`email-${userId}`), freedHash: null }),
  ProfileChanged({ userId, gender, birthDate }),
  SajuProfileChanged({
    userId,
    name: `사람${userId}`,
    pillars: pillarsOf({ birthDate, birthTime: null }),
    changedAt: at(-1000),
  }),
];

const introduction = { introductionId: 3, requesterId: 1, receiverId: 2 };

export const asked = (score: number) =>
  IntroductionRequested({
    ...introduction,
    ...{ score, rules: "saju_v1", requestedAt: at(0), lapsesAt: lapsesAfter(at(0)) },
  });

export const accepted = (chatId: number) => IntroductionAccepted({ ...introduction, chatId, acceptedAt: at(0) });

export const declined = IntroductionDeclined({ ...introduction, declinedAt: at(0) });

export const withdrawn = IntroductionWithdrawn({ ...introduction, withdrawnAt: at(0) });

export const lapsed = IntroductionLapsed({ ...introduction, lapsedAt: lapsesAfter(at(0)) });
