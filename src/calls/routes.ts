import { z } from "zod";
import { settingsOf } from "../../projections/match_settings.ts";
import { recentCalls } from "../../projections/call_sessions.ts";
import { balanceOf } from "../../projections/gem_balances.ts";
import { ledgerOf } from "../../projections/gem_transactions.ts";
import { askerOf } from "../accounts/asker.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import { idParam, integer, limit, line } from "../http/fields.ts";
import { isRefusal, refuse } from "../refusals.ts";
import type { System } from "../system.ts";
import { cancelMatch } from "./cancel_match.ts";
import { chargeGems } from "./charge_gems.ts";
import { conditionsFrom } from "./conditions.ts";
import { decideMatch } from "./decide_match.ts";
import { endCall } from "./end_call.ts";
import { iceServers } from "./ice.ts";
import { saveLocation } from "./location.ts";
import type { PaymentProvider } from "./payments/provider.ts";
import { rateCall } from "./rate_call.ts";
import { refundGems } from "./refund_gems.ts";
import { requestMatch } from "./request_match.ts";
import { saveSettings } from "./save_settings.ts";
import { startCall } from "./start_call.ts";
import { awaitOffer, awaitOutcome } from "./waiting.ts";

const app = "calls" as const;
const message = z.object({ message: z.string() });
const instant = z.iso.datetime();

const settings = z.object({
  preferred_gender: z.enum(["male", "female", "all"]),
  age_range: z.tuple([z.int(), z.int()]),
  radius_km: z.int().nullable(),
});

const offer = z.object({
  match_id: z.int(),
  matched_user: z.object({
    username: z.string().nullable(),
    age: z.int().nullable(),
    gender: z.string().nullable(),
    profile_image: z.string().nullable(),
    rating: z.number().nullable(),
  }),
  show_time_sec: z.int(),
  expires_at: instant,
});

const callSessionId = z.string().regex(/^[1-9]\d{0,15}$/).transform(Number).pipe(idParam);
const page = { before: idParam.optional(), limit: limit({ default: 20, max: 100 }) };

/** Random calls over REST: seed 001, as API.md settles it. */
export function callEndpoints(system: System, providers: readonly PaymentProvider[]) {
  const { run, registry, sql, now, config } = system;

  const randomMatch = {
    path: "/api/match/random/",
    app,
    access: "user" as const,
    query: z.object({ wait: integer({ min: 0, max: 55 }).default(25) }),
    answers: { 200: offer, 202: z.object({ status: z.literal("waiting") }) },
    refusals: [
      "profile.required",
      "gems.not_enough",
      "match.in_call",
      "match.awaiting_call",
      "match.cancelled",
    ] as const,
  };
  type RandomMatch = { query: { wait: number }; user: { userId: number }; signal: AbortSignal };
  const askForMatch = async (request: RandomMatch & { meta: Parameters<typeof askerOf>[0]["meta"] }) => {
    const entered = await run(requestMatch, {}, askerOf(request));
    if (isRefusal(entered)) return entered;
    const found = await awaitOffer(system, request.user.userId, request.query.wait * 1000, request.signal);
    if (isRefusal(found)) return found;
    return found ? ok(200, found) : ok(202, { status: "waiting" as const });
  };

  return [
    endpoint({
      method: "POST",
      path: "/api/match/settings/",
      app,
      summary: "Save whom to be matched with",
      access: "user",
      idempotent: true,
      body: saveSettings.input,
      answers: { 200: message },
      handle: async (request) => {
        const saved = await run(saveSettings, request.body, askerOf(request));
        return isRefusal(saved) ? saved : ok(200, saved);
      },
    }),
    endpoint({
      method: "GET",
      path: "/api/match/settings/",
      app,
      summary: "Whom I want to be matched with",
      access: "user",
      answers: { 200: settings },
      handle: async ({ user }) => {
        const conditions = conditionsFrom(await settingsOf(registry, user.userId));
        return ok(200, {
          preferred_gender: conditions.gender,
          age_range: [conditions.ageMin, conditions.ageMax],
          radius_km: conditions.radiusKm,
        });
      },
    }),
    endpoint({
      method: "PUT",
      path: "/api/match/location/",
      app,
      summary: "Say where I am; kept for 24 h as a cell of some 36 km²",
      access: "user",
      body: z.object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) }),
      answers: { 200: message },
      handle: async ({ user, body }) => {
        await saveLocation(sql, { userId: user.userId, ...body, now: now() });
        return ok(200, { message: "위치가 저장되었습니다." });
      },
    }),
    endpoint({
      ...randomMatch,
      method: "GET",
      summary: "Enter the queue and wait for an offer",
      handle: askForMatch,
    }),
    endpoint({
      ...randomMatch,
      method: "POST",
      summary: "Enter the queue and wait for an offer (the same as GET)",
      handle: askForMatch,
    }),
    endpoint({
      method: "POST",
      path: "/api/match/decision/",
      app,
      summary: "Accept or reject an offer; answers when it is settled",
      access: "user",
      idempotent: true,
      body: decideMatch.input,
      answers: { 200: z.object({ status: z.enum(["matched", "next"]) }) },
      refusals: ["match.unknown", "match.decided_otherwise"],
      handle: async (request) => {
        const asker = askerOf(request);
        const decided = await run(decideMatch, request.body, asker);
        if (isRefusal(decided)) return decided;
        const status = decided.status === "open"
          ? await awaitOutcome(system, request.body.match_id, asker, request.signal)
          : decided.status;
        return ok(200, { status });
      },
    }),
    endpoint({
      method: "POST",
      path: "/api/match/cancel/",
      app,
      summary: "Leave the queue and decline an open offer",
      access: "user",
      idempotent: true,
      answers: { 200: message },
      handle: async (request) => {
        const cancelled = await run(cancelMatch, {}, askerOf(request));
        return isRefusal(cancelled) ? cancelled : ok(200, cancelled);
      },
    }),
    endpoint({
      method: "POST",
      path: "/api/call/start/",
      app,
      summary: "Start the call of a match",
      access: "user",
      idempotent: true,
      body: startCall.input,
      answers: {
        200: z.object({
          call_session_id: z.string(),
          ice_servers: z.array(z.object({
            urls: z.array(z.string()),
            username: z.string().optional(),
            credential: z.string().optional(),
          })),
        }),
      },
      refusals: ["match.unknown", "match.not_made", "match.lapsed", "call.ended"],
      handle: async (request) => {
        const started = await run(startCall, request.body, askerOf(request));
        if (isRefusal(started)) return started;
        return ok(200, { ...started, ice_servers: iceServers(config, request.user.userId, now()) });
      },
    }),
    endpoint({
      method: "POST",
      path: "/api/call/end/",
      app,
      summary: "End a call",
      access: "user",
      idempotent: true,
      body: z.object({ call_session_id: callSessionId }),
      answers: { 200: message },
      refusals: ["call.unknown"],
      handle: async (request) => {
        const ended = await run(endCall, { call_id: request.body.call_session_id }, askerOf(request));
        return isRefusal(ended) ? ended : ok(200, ended);
      },
    }),
    endpoint({
      method: "GET",
      path: "/api/history/recent/",
      app,
      summary: "My calls, newest first",
      access: "user",
      query: z.object(page),
      answers: {
        200: z.array(z.object({
          call_id: z.int(),
          username: z.string(),
          call_time: instant,
          ended_at: instant.nullable(),
          duration_sec: z.int().nullable(),
          rated: z.boolean(),
        })),
      },
      handle: async ({ user, query }) => {
        const calls = await recentCalls(registry, { userId: user.userId, ...query });
        return ok(
          200,
          calls.map((call) => ({
            ...call,
            username: call.username ?? "탈퇴한 사용자",
            call_time: call.call_time.toISOString(),
            ended_at: call.ended_at?.toISOString() ?? null,
          })),
        );
      },
    }),
    endpoint({
      method: "POST",
      path: "/api/history/rate/",
      app,
      summary: "Rate the other person of a call",
      access: "user",
      idempotent: true,
      body: rateCall.input,
      answers: { 201: message },
      refusals: ["call.unknown", "call.not_ended", "rating.already_given", "rating.too_late"],
      handle: async (request) => {
        const rated = await run(rateCall, request.body, askerOf(request));
        return isRefusal(rated) ? rated : ok(201, rated);
      },
    }),
    endpoint({
      method: "GET",
      path: "/api/gem/balance/",
      app,
      summary: "My gems",
      access: "user",
      answers: { 200: z.object({ gems: z.int() }) },
      handle: async ({ user }) => ok(200, { gems: await balanceOf(registry, user.userId) }),
    }),
    endpoint({
      method: "GET",
      path: "/api/gem/transactions/",
      app,
      summary: "My ledger, newest first",
      access: "user",
      query: z.object(page),
      answers: {
        200: z.array(z.object({ id: z.int(), amount: z.int(), reason: z.string(), created_at: instant })),
      },
      handle: async ({ user, query }) => {
        const entries = await ledgerOf(registry, { userId: user.userId, ...query });
        return ok(200, entries.map((entry) => ({ ...entry, created_at: entry.created_at.toISOString() })));
      },
    }),
    endpoint({
      method: "POST",
      path: "/api/gem/charge/",
      app,
      summary: "Credit a payment, once for ever",
      access: "user",
      idempotent: true,
      body: z.object({
        payment_token: line({ min: 1, max: 20_000 }),
        provider: line({ min: 1, max: 50 }).optional(),
        product_id: line({ min: 1, max: 100 }).optional(),
      }),
      answers: { 200: z.object({ gems_added: z.int(), new_balance: z.int() }) },
      refusals: ["payment.invalid", "payment.provider_unknown", "payment.of_another", "payment.revoked"],
      handle: async (request) => {
        const { payment_token, provider: name, product_id } = request.body;
        const provider = name === undefined ? providers.at(0) : providers.find((known) => known.name === name);
        if (!provider) return unknownProvider(name ?? "-");
        const verified = await provider.verify(payment_token, product_id);
        if (isRefusal(verified)) return verified;
        const charged = await run(chargeGems, {
          provider: provider.name,
          productId: verified.productId,
          paymentHash: hashOf(provider, verified.transactionId),
        }, askerOf(request));
        return isRefusal(charged) ? charged : ok(200, charged);
      },
    }),
    endpoint({
      method: "POST",
      path: "/api/gem/refunds/{provider}/",
      app,
      summary: "A provider's webhook: a payment was refunded",
      access: "public",
      params: z.object({ provider: line({ min: 1, max: 50 }) }),
      body: z.object({ signedPayload: line({ min: 1, max: 100_000 }) }),
      answers: { 200: message },
      refusals: ["payment.invalid", "payment.provider_unknown", "payment.unknown"],
      handle: async (request) => {
        const provider = providers.find((known) => known.name === request.params.provider);
        if (!provider) return unknownProvider(request.params.provider);
        const verified = await provider.verifyRefund(request.body.signedPayload);
        if (isRefusal(verified)) return verified;
        const input = { paymentHash: hashOf(provider, verified.transactionId) };
        const refunded = await run(refundGems, input, askerOf(request));
        return isRefusal(refunded) ? refunded : ok(200, refunded);
      },
    }),
  ];

  function hashOf(provider: PaymentProvider, transactionId: string): string {
    return system.secrets.hash(`payment ${provider.name} ${transactionId}`);
  }

  function unknownProvider(provider: string) {
    return refuse("payment.provider_unknown", { provider, allowed: providers.map((known) => known.name).join(", ") });
  }
}
