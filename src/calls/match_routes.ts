import { z } from "zod";
import { settingsOf } from "../../projections/calls/match_settings.ts";
import { askerOf } from "../accounts/asker.ts";
import { answer, endpoint, ok } from "../http/endpoint.ts";
import { instant, integer } from "../http/fields.ts";
import { isRefusal } from "../answers/refusals.ts";
import { done, success } from "../answers/successes.ts";
import type { System } from "../system.ts";
import { cancelMatch } from "./cancel_match.ts";
import { conditionsFrom } from "./conditions.ts";
import { decideMatch } from "./decide_match.ts";
import { saveLocation } from "./location.ts";
import { touchPresence } from "./queue_presence.ts";
import { requestMatch } from "./request_match.ts";
import { matchedUser } from "./matched_user.ts";
import { saveSettings } from "./save_settings.ts";
import { awaitOffer, awaitOutcome, openOffer } from "./waiting.ts";
import { access, app } from "./access.ts";

const settings = z.object({
  preferred_gender: z.enum(["male", "female", "all"]),
  age_range: z.tuple([z.int(), z.int()]),
  radius_km: z.int().nullable(),
}).meta({ id: "MatchSettings" });

const offer = z.object({
  match_id: z.int(),
  matched_user: matchedUser,
  show_time_sec: z.int(),
  expires_at: instant,
}).meta({ id: "Offer" });

const randomMatch = {
  app,
  query: z.object({ wait: integer({ min: 0, max: 55 }).default(25) }),
  answersWithinSec: 55 + 15,
  answers: { 200: offer, 202: z.object({ status: z.literal("waiting") }) },
  refusals: [
    "profile.required",
    "gems.not_enough",
    "match.in_call",
    "match.awaiting_call",
    "match.cancelled",
  ] as const,
};
type RandomMatch = Parameters<typeof askerOf>[0] & {
  query: { wait: number };
  user: { userId: number };
  signal: AbortSignal;
};
async function askForMatch(system: System, request: RandomMatch) {
  const { run, sql, now } = system;
  const asker = askerOf(request);
  // before the append: from then on they may be found absent and leave the queue
  if (!asker.looks) await touchPresence(sql, request.user.userId, now());
  const entered = await run(requestMatch, {}, asker);
  if (isRefusal(entered)) return entered;
  if (asker.looks) {
    const open = await openOffer(system, request.user.userId);
    return open ? ok(200, open) : ok(202, { status: "waiting" as const });
  }
  const found = await awaitOffer(system, request.user.userId, request.query.wait * 1000, request.signal);
  if (isRefusal(found)) return found;
  return found ? ok(200, found) : ok(202, { status: "waiting" as const });
}

/** Settings, location, queue and decisions: seed 001 §2 and §3. */
export function matchEndpoints(system: System) {
  return [
    saveSettingsEndpoint(system),
    settingsEndpoint(system),
    saveLocationEndpoint(system),
    requestMatchEndpoint(system),
    postMatchRequestEndpoint(system),
    decideMatchEndpoint(system),
    cancelMatchEndpoint(system),
  ];
}

function saveSettingsEndpoint({ run }: System) {
  return endpoint({
    ...access.saveSettings,
    app,
    summary: "Save whom I want to be matched with",
    description:
      "Each condition that is not the default costs gems when a match is made: `preferred_gender` other than `all`, an `age_range` narrower than 19 to 99, and a `radius_km`.",
    idempotent: true,
    body: saveSettings.input,
    answers: { 200: done("settings.saved") },
    handle: async (request) => answer(200, await run(saveSettings, request.body, askerOf(request))),
  });
}

function settingsEndpoint({ registry }: System) {
  return endpoint({
    ...access.settings,
    app,
    summary: "Whom I want to be matched with",
    description: "The conditions of the next request. A new account's default is everybody, any age, anywhere.",
    answers: { 200: settings },
    handle: async ({ user }) => {
      const conditions = conditionsFrom(await settingsOf(registry, user.userId));
      return ok(200, {
        preferred_gender: conditions.gender,
        age_range: [conditions.ageMin, conditions.ageMax],
        radius_km: conditions.radiusKm,
      });
    },
  });
}

function saveLocationEndpoint({ sql, now }: System) {
  return endpoint({
    ...access.saveLocation,
    app,
    summary: "Say where I am; kept for 24 h as a cell of some 36 km²",
    description:
      "Needed for requests with a `radius_km`. Kept outside the log for 24 hours, as a cell of some 36 km²; nobody else sees it.",
    body: z.object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) }),
    answers: { 200: done("location.saved") },
    handle: async ({ user, body }) => {
      await saveLocation(sql, { userId: user.userId, ...body, now: now() });
      return ok(200, { message: success("location.saved") });
    },
  });
}

function requestMatchEndpoint(system: System) {
  return endpoint({
    ...randomMatch,
    ...access.requestMatch,
    summary: "Enter the queue and wait for an offer",
    description:
      "Waits up to `wait` seconds for an offer. 200 is an offer to decide on until `expires_at`; 202 means none yet: ask again, or listen on the socket. Asking while an offer is open answers that offer.",
    handle: (request) => askForMatch(system, request),
  });
}

function postMatchRequestEndpoint(system: System) {
  return endpoint({
    ...randomMatch,
    ...access.postMatchRequest,
    summary: "Enter the queue and wait for an offer (the same as GET)",
    description: "The same as GET, for clients and proxies that repeat or prefetch a GET.",
    handle: (request) => askForMatch(system, request),
  });
}

function decideMatchEndpoint(system: System) {
  const { run } = system;
  return endpoint({
    ...access.decideMatch,
    app,
    summary: "Accept or reject an offer; answers when it is settled",
    description:
      "Answers when both have decided or the time is up: `matched`, and then `POST /api/call/start/`; or `next`, and a person who accepted is back in the queue at their old place. Gems are taken when both accept. A decision cannot be changed.",
    idempotent: true,
    body: decideMatch.input,
    answersWithinSec: system.rules.showTimeSec + 15,
    answers: { 200: z.object({ status: z.enum(["matched", "next"]) }) },
    refusals: ["match.unknown", "match.decided_otherwise"],
    handle: async (request) => {
      const asker = askerOf(request);
      const decided = await run(decideMatch, request.body, asker);
      if (isRefusal(decided)) return decided;
      const status = decided.status === "open"
        ? await awaitOutcome(system, request.body.match_id, asker, request.signal)
        : decided.status;
      return isRefusal(status) ? status : ok(200, { status });
    },
  });
}

function cancelMatchEndpoint({ run }: System) {
  return endpoint({
    ...access.cancelMatch,
    app,
    summary: "Leave the queue, decline an open offer or give up a match whose call has not started",
    description: "Harmless if there is nothing to leave.",
    idempotent: true,
    answers: { 200: done("match.cancelled") },
    handle: async (request) => answer(200, await run(cancelMatch, {}, askerOf(request))),
  });
}
