import { defineSuccesses } from "../answers/successes.ts";

/** What is said when something was done. */
const gemSuccesses = defineSuccesses({
  "payment.refunded": { ko: "환불이 반영되었습니다.", en: "The refund is booked." },
});

type GemSuccesses = typeof gemSuccesses;

declare module "../answers/successes.ts" {
  interface Successes extends GemSuccesses {}
}
