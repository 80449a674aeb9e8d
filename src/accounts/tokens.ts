import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { createLocalJWKSet, importJWK, type JSONWebKeySet, type JWK, jwtVerify, SignJWT } from "jose";

/** How long an access token is good (API.md, "Tokens"). */
export const accessLifetimeSec = 15 * 60;
/** How long a refresh token is good if it is not used. */
export const refreshLifetimeSec = 30 * 24 * 3600;

const claimBytes = 20;
const macBytes = 24;

/** The person and session of an access token. */
export type AccessClaims = { userId: number; sessionId: string };

/** A refresh token whose signature was right. */
export type RefreshClaims = { sessionId: string; generation: number };

/** Makes and checks the tokens of sessions. */
export type Tokens = {
  access(claims: AccessClaims, now: Date): Promise<string>;
  /** The claims, or undefined for anything that is not a good, unexpired token of ours. */
  verifyAccess(token: string, now: Date): Promise<(AccessClaims & { expiresAt: Date }) | undefined>;
  /** The same token each time for a session and a generation, so that a lost answer can be given again. */
  refresh(claims: RefreshClaims): string;
  /** What is stored of a refresh token. */
  refreshHash(claims: RefreshClaims): string;
  verifyRefresh(token: string): RefreshClaims | undefined;
  /** The public keys, for others to verify access tokens with. */
  publicKeys: JSONWebKeySet;
};

/**
 * Opens the token maker.
 *
 * @param jwtKeys private EdDSA keys with `kid`; the first signs, all verify
 * @param refreshKey 32 bytes that refresh tokens are derived with
 */
export async function openTokens(jwtKeys: JWK[], refreshKey: Uint8Array): Promise<Tokens> {
  const [signing] = jwtKeys;
  const privateKey = await importJWK(signing, "EdDSA");
  const publicKeys = {
    keys: jwtKeys.map(({ kty, crv, x, kid }) => ({ kty, crv, x, kid, alg: "EdDSA", use: "sig" }) as JWK),
  };
  const keySet = createLocalJWKSet(publicKeys);

  return {
    publicKeys,
    ...refreshTokens(refreshKey),

    async access({ userId, sessionId }, now) {
      const issuedAt = Math.floor(now.getTime() / 1000);
      return await new SignJWT({ sid: sessionId })
        .setProtectedHeader({ alg: "EdDSA", kid: signing.kid, typ: "JWT" })
        .setSubject(String(userId)).setIssuedAt(issuedAt).setExpirationTime(issuedAt + accessLifetimeSec)
        .setIssuer("inyeon").setAudience("inyeon").sign(privateKey);
    },

    async verifyAccess(token, now) {
      try {
        const { payload } = await jwtVerify(token, keySet, {
          algorithms: ["EdDSA"],
          issuer: "inyeon",
          audience: "inyeon",
          typ: "JWT",
          currentDate: now,
          requiredClaims: ["exp"],
        });
        const userId = Number(payload.sub);
        if (!Number.isSafeInteger(userId) || typeof payload.sid !== "string") return undefined;
        return { userId, sessionId: payload.sid, expiresAt: new Date(1000 * Number(payload.exp)) };
      } catch {
        return undefined;
      }
    },
  };
}

/** Refresh tokens: session and generation, and a MAC of both. */
function refreshTokens(key: Uint8Array): Pick<Tokens, "refresh" | "refreshHash" | "verifyRefresh"> {
  const mac = (claims: Uint8Array) => createHmac("sha256", key).update(claims).digest().subarray(0, macBytes);

  function refresh({ sessionId, generation }: RefreshClaims): string {
    const claims = new Uint8Array(claimBytes);
    claims.set(Uint8Array.fromHex(sessionId.replaceAll("-", "")));
    new DataView(claims.buffer).setUint32(16, generation);
    const token = new Uint8Array(claimBytes + macBytes);
    token.set(claims);
    token.set(mac(claims), claimBytes);
    return token.toBase64({ alphabet: "base64url", omitPadding: true });
  }

  return {
    refresh,
    refreshHash: (claims) => createHash("sha256").update(refresh(claims)).digest("base64url"),

    verifyRefresh(token) {
      if (!/^[\w-]{59}$/.test(token)) return undefined;
      const bytes = Uint8Array.fromBase64(token, { alphabet: "base64url" });
      const claims = bytes.subarray(0, claimBytes);
      if (bytes.length !== claimBytes + macBytes || !timingSafeEqual(mac(claims), bytes.subarray(claimBytes))) {
        return undefined;
      }
      const sessionId = claims.subarray(0, 16).toHex().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
      return { sessionId, generation: new DataView(bytes.buffer, bytes.byteOffset).getUint32(16) };
    },
  };
}
