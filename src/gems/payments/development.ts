import { createLocalJWKSet, importJWK, type JWK, jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import { refuse } from "../../answers/refusals.ts";
import type { PaymentProvider } from "./provider.ts";

const audience = "inyeon-payments";
const claims = z.object({ jti: z.string().min(1), product_id: z.string(), kind: z.enum(["payment", "refund"]) });

/** A token as `deno task payment-token` makes it: worth a product, signed by this server's own key. */
export async function developmentToken(key: JWK, of: {
  transactionId: string;
  productId: string;
  kind: "payment" | "refund";
}): Promise<string> {
  return await new SignJWT({ product_id: of.productId, kind: of.kind })
    .setProtectedHeader({ alg: "EdDSA", kid: key.kid, typ: "payment+jwt" })
    .setJti(of.transactionId).setAudience(audience).setIssuedAt().sign(await importJWK(key, "EdDSA"));
}

/** Takes tokens signed by this server's own key: money for development, refused in production. */
export function developmentProvider(keys: JWK[]): PaymentProvider {
  const keySet = createLocalJWKSet({ keys: keys.map(({ kty, crv, x, kid }) => ({ kty, crv, x, kid }) as JWK) });

  async function verified(token: string, kind: "payment" | "refund") {
    try {
      const { payload } = await jwtVerify(token, keySet, { algorithms: ["EdDSA"], audience, typ: "payment+jwt" });
      const of = claims.parse(payload);
      return of.kind === kind ? of : undefined;
    } catch {
      return undefined;
    }
  }

  return {
    name: "development",
    async verify(token) {
      const of = await verified(token, "payment");
      return of ? { transactionId: of.jti, productId: of.product_id } : refuse("payment.invalid");
    },
    async verifyRefund(signed) {
      const of = await verified(signed, "refund");
      return of ? { transactionId: of.jti } : refuse("payment.invalid");
    },
  };
}
