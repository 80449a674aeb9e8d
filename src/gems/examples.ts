import { defineExamples } from "../http/field_examples.ts";

/** Example values for the documents of gems, by field name. */
defineExamples({
  gems: 85,
  balance: 85,
  amount: 100,
  gems_added: 100,
  new_balance: 185,
  product_id: "gems_100",
  provider: "development",
  payment_token: "eyJwcm9kdWN0IjoiZ2Vtc18xMDAifQ.c2lnbmF0dXJl",
  signedPayload: "eyJub3RpZmljYXRpb25UeXBlIjoiUkVGVU5EIn0.c2lnbmF0dXJl",
});
