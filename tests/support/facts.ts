import { AccountRegistered, ProfileChanged } from "../../events/accounts.ts";
import {
  CallEnded,
  CallStarted,
  MatchAccepted,
  MatchDropped,
  MatchMade,
  MatchOffered,
  MatchRequested,
  MatchSettingsSaved,
} from "../../events/calls.ts";
import { GemsCharged } from "../../events/gems.ts";
import { at } from "./given.ts";

/** Facts that tests start from: users 1 and 2, match 7, call 9, at noon. */

export const hashOf = (what: string) => `hash-of-${what}`.padEnd(16, "-");

/** A person of 25 with an account. */
export const person = (userId: number, gender: "male" | "female" = "male", age = 25) => [
  AccountRegistered({
    userId,
    username: `user${userId}`,
    usernameHash: hashOf(`user${userId}`),
    passwordHash: "argon2id",
    registeredAt: at(-1000),
  }),
  ProfileChanged({ userId, age, statedOn: "2026-03-01", gender, profileImage: null }),
];

export const requested = (userId: number, sec = -20) => MatchRequested({ userId, since: at(sec) });

export const wants = (
  userId: number,
  preferredGender: "male" | "female" | "all",
  ageRange: [number, number] = [19, 99],
  radiusKm: number | null = null,
) => MatchSettingsSaved({ userId, preferredGender, ageRange, radiusKm });

export const offered = (costs: [number, number] = [0, 0]) =>
  MatchOffered({
    matchId: 7,
    userIds: [1, 2],
    waitingSince: [at(-20), at(-10)],
    costs,
    offeredAt: at(0),
    expiresAt: at(10),
  });

export const accepted = (userId: number) => MatchAccepted({ matchId: 7, userId });

export const dropped = (
  reason: "declined" | "expired" | "cancelled" | "gems",
  by: number | null,
  requeued: number[],
) => MatchDropped({ matchId: 7, userIds: [1, 2], reason, by, requeued });

export const made = (acceptedBy: number, sec = 0) =>
  MatchMade({ matchId: 7, userIds: [1, 2], acceptedBy, madeAt: at(sec), startBy: at(sec + 60) });

export const started = (startedBy = 1, sec = 0) =>
  CallStarted({ callId: 9, matchId: 7, userIds: [1, 2], startedBy, startedAt: at(sec) });

export const ended = (sec: number, durationSec = sec) =>
  CallEnded({ callId: 9, matchId: 7, userIds: [1, 2], reason: "hung_up", endedAt: at(sec), durationSec });

export const charged = (userId: number, amount: number, payment = `payment-of-${userId}`) =>
  GemsCharged({
    entryId: userId,
    userId,
    amount,
    balanceAfter: amount,
    provider: "development",
    productId: "gems_100",
    paymentHash: hashOf(payment),
    at: at(-30),
  });
