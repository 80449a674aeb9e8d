import { defineRefusals } from "../answers/refusals.ts";

/** Why a payment or a purchase is refused. */
const gemRefusals = defineRefusals({
  "gems.not_enough": {
    status: 402,
    ko: "보석이 부족합니다: {needed}개가 필요하고 {balance}개가 있습니다.",
    en: "Not enough gems: you need {needed} and have {balance}.",
    example: { needed: 15, balance: 5 },
  },
  "gems.too_many_gifts": {
    status: 429,
    ko: "선물은 24시간에 {most}번까지 할 수 있습니다. {seconds}초 뒤에 다시 해 주세요.",
    en: "You can give gems {most} times in 24 hours. Try again in {seconds} s.",
    example: { most: 20, seconds: 5400 },
  },
  "payment.invalid": {
    status: 422,
    ko: "결제를 확인할 수 없습니다. 받은 결제 토큰이 맞는지 확인해 주세요.",
    en: "The payment could not be verified. Check that the payment token is the one you were given.",
  },
  "payment.provider_unknown": {
    status: 422,
    ko: "{provider} 결제는 지원하지 않습니다. 지원: {allowed}",
    en: "Payments by {provider} are not supported. Supported: {allowed}.",
    example: { provider: "paypal", allowed: "development" },
  },
  "payment.of_another": {
    status: 409,
    ko: "이미 다른 계정에 충전된 결제입니다.",
    en: "This payment was credited to another account.",
  },
  "payment.revoked": {
    status: 409,
    ko: "환불된 결제입니다.",
    en: "This payment was refunded.",
  },
});

type GemRefusals = typeof gemRefusals;

declare module "../answers/refusals.ts" {
  interface Refusals extends GemRefusals {}
}
