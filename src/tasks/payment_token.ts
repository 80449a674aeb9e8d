import { parseArgs } from "node:util";
import { developmentToken } from "../gems/payments/development.ts";
import { readConfig } from "../start/read_config.ts";
import { loadSecrets } from "../configuration/secrets.ts";

/**
 * `deno task payment-token --product gems_100`: prints a development payment for the server of the same DATA_DIR.
 * `--transaction ID` names the payment; with `--refund` it prints the provider's notice that this one was refunded.
 */
const { values } = parseArgs({
  options: {
    product: { type: "string", default: "gems_100" },
    transaction: { type: "string" },
    refund: { type: "boolean", default: false },
  },
});
const config = readConfig(Deno.env.toObject());
if (!config.gemProducts.has(values.product)) {
  console.error(`No product is called ${values.product}. There are: ${[...config.gemProducts.keys()].join(", ")}.`);
  Deno.exit(2);
}
if (values.refund && values.transaction === undefined) {
  console.error("Name the payment that is refunded: --transaction ID.");
  Deno.exit(2);
}
const { jwtKeys } = await loadSecrets(config);
console.log(
  await developmentToken(jwtKeys[0], {
    transactionId: values.transaction ?? crypto.randomUUID(),
    productId: values.product,
    kind: values.refund ? "refund" : "payment",
  }),
);
