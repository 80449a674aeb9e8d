import { z } from "zod";
import { balanceOf } from "../../projections/gems/gem_balances.ts";
import { ledgerOf } from "../../projections/gems/gem_transactions.ts";
import { askerOf } from "../accounts/asker.ts";
import { answer, endpoint, ok } from "../http/endpoint.ts";
import { idParam, instant, integer, opaque, page } from "../http/fields.ts";
import { isRefusal, refuse } from "../answers/refusals.ts";
import { done } from "../answers/successes.ts";
import type { System } from "../system.ts";
import { kindOf } from "../safety/meetings.ts";
import { chargeGems } from "./charge_gems.ts";
import { developmentProvider } from "./payments/development.ts";
import { giveGems } from "./give_gems.ts";
import type { PaymentProvider } from "./payments/provider.ts";
import { refundGems } from "./refund_gems.ts";
import { access } from "./access.ts";

/** The wallet: seed 001 §6. */
export function gemEndpoints(system: System) {
  return [
    gemBalanceEndpoint(system),
    gemTransactionsEndpoint(system),
    chargeGemsEndpoint(system),
    refundGemsEndpoint(system),
    giveGemsEndpoint(system),
  ];
}

function gemBalanceEndpoint({ registry }: System) {
  return endpoint({
    ...access.gemBalance,
    app: "gems",
    summary: "My gems",
    description: "What is left of the gems bought, given and refunded.",
    answers: { 200: z.object({ gems: z.int() }).meta({ id: "GemBalance" }) },
    handle: async ({ user }) => ok(200, { gems: await balanceOf(registry, user.userId) }),
  });
}

function gemTransactionsEndpoint({ registry }: System) {
  return endpoint({
    ...access.gemTransactions,
    app: "gems",
    summary: "My ledger, newest first",
    description:
      "Every change of the balance with its reason; their sum is the balance. `before` takes an `id` and continues after it.",
    query: z.object(page),
    answers: {
      200: z.array(
        z.object({
          id: z.int(),
          amount: z.int(),
          reason: z.string().meta({ examples: ["charge"] }),
          created_at: instant,
        }).meta({
          id: "GemTransaction",
        }),
      ),
    },
    handle: async ({ user, query }) => {
      const entries = await ledgerOf(registry, { userId: user.userId, ...query });
      return ok(200, entries.map((entry) => ({ ...entry, created_at: entry.created_at.toISOString() })));
    },
  });
}

function chargeGemsEndpoint(system: System) {
  const { run } = system;
  return endpoint({
    ...access.chargeGems,
    app: "gems",
    summary: "Credit a payment, once for ever",
    description:
      "Verifies the store's token with its provider and credits the product it names. The same payment is credited once, whoever sends it and however often.",
    idempotent: true,
    body: z.object({
      payment_token: opaque({ min: 1, max: 20_000 }),
      provider: opaque({ min: 1, max: 50 }).optional(),
      product_id: opaque({ min: 1, max: 100 }).optional(),
    }),
    answers: { 200: z.object({ gems_added: z.int(), new_balance: z.int() }).meta({ id: "GemCredit" }) },
    refusals: ["payment.invalid", "payment.provider_unknown", "payment.of_another", "payment.revoked"],
    handle: async (request) => {
      const { payment_token, provider: name, product_id } = request.body;
      const providers = providersOf(system);
      const provider = name === undefined ? providers.at(0) : providers.find((known) => known.name === name);
      if (!provider) return unknownProvider(name ?? "-", providers);
      const verified = await provider.verify(payment_token, product_id);
      if (isRefusal(verified)) return verified;
      const charged = await run(chargeGems, {
        provider: provider.name,
        productId: verified.productId,
        paymentHash: hashOf(system, provider, verified.transactionId),
      }, askerOf(request));
      return answer(200, charged);
    },
  });
}

function refundGemsEndpoint(system: System) {
  const { run } = system;
  return endpoint({
    ...access.refundGems,
    app: "gems",
    summary: "A provider's webhook: a payment was refunded",
    description:
      "The body is the store's signed notice. The credited gems are taken back even if spent: the balance may be negative until it is topped up.",
    params: z.object({ provider: opaque({ min: 1, max: 50 }) }),
    body: z.object({ signedPayload: opaque({ min: 1, max: 100_000 }) }),
    answers: { 200: done("payment.refunded") },
    refusals: ["payment.invalid", "payment.provider_unknown"],
    handle: async (request) => {
      const providers = providersOf(system);
      const provider = providers.find((known) => known.name === request.params.provider);
      if (!provider) return unknownProvider(request.params.provider, providers);
      const verified = await provider.verifyRefund(request.body.signedPayload);
      if (isRefusal(verified)) return verified;
      const input = { provider: provider.name, paymentHash: hashOf(system, provider, verified.transactionId) };
      const refunded = await run(refundGems, input, askerOf(request));
      return answer(200, refunded);
    },
  });
}

function giveGemsEndpoint(system: System) {
  const { run, safety: { kinds } } = system;
  const kind = "call";
  const call = kindOf(kinds, kind);
  return endpoint({
    ...access.giveGems,
    app: "gems",
    summary: "Give gems to someone I had a call with",
    description:
      "The call names the other person. At most 20 gifts in 24 hours; `Retry-After` says when the next one may be given. Both are told by `gems.changed`.",
    idempotent: true,
    body: z.object({ call_id: idParam, gems: integer({ min: 1, max: 1_000 }) }),
    answers: { 200: z.object({ new_balance: z.int() }) },
    refusals: [call.unknown, "account.unknown", "gems.not_enough", "gems.too_many_gifts"],
    handle: async (request) => {
      const { call_id: id, gems } = request.body;
      const other = await call.other(system, id, request.user.userId);
      if (other === undefined) return refuse(call.unknown);
      const input = { other, met: { kind, id }, unknown: call.unknown, gems };
      return answer(200, await run(giveGems, input, askerOf(request)));
    },
  });
}

/** Who takes people's money here. */
function providersOf({ config, secrets }: System): readonly PaymentProvider[] {
  return config.env === "production" ? [] : [developmentProvider(secrets.jwtKeys)];
}

function hashOf({ secrets }: System, provider: PaymentProvider, transactionId: string): string {
  return secrets.hash(`payment ${provider.name} ${transactionId}`);
}

function unknownProvider(provider: string, providers: readonly PaymentProvider[]) {
  return refuse("payment.provider_unknown", { provider, allowed: providers.map((known) => known.name).join(", ") });
}
