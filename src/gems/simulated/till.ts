import type { Config } from "../../configuration/config.ts";
import type { Secrets } from "../../configuration/secrets.ts";
import { developmentToken } from "../payments/development.ts";

/** Makes tokens as a provider would. */
export type Till = {
  /** A payment, and the provider's notice that it was refunded. */
  token(transactionId: string, productId: string, kind: "payment" | "refund"): Promise<string>;
  /** Product id → gems. */
  products: ReadonlyMap<string, number>;
};

/** A till whose tokens the server takes: possible where its public keys are the configured ones. */
export async function openTill(
  { url, config, secrets: { jwtKeys } }: { url: string; config: Config; secrets: Secrets },
): Promise<{ till?: Till }> {
  const answer = await fetch(`${url}/.well-known/jwks.json`);
  if (!(await answer.text()).includes(`"${jwtKeys[0].x}"`)) {
    console.log("Its keys are not the configured ones, so nobody can buy gems.");
    return {};
  }
  return {
    till: {
      products: config.gemProducts,
      token: (transactionId, productId, kind) => developmentToken(jwtKeys[0], { transactionId, productId, kind }),
    },
  };
}

declare module "../../app/simulates.ts" {
  interface World {
    /** Absent: nobody can buy, because the server's key is not known here. */
    till?: Till;
  }
}
