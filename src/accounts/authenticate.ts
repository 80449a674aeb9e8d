import type { Identity } from "../http/request.ts";
import { type Refusal, refuse } from "../answers/refusals.ts";
import type { System } from "../system.ts";
import { consentGate } from "./consents.ts";

/** Whose access token it is, on whichever way it came, or why it is not taken. */
export type Authenticate = (token: string) => Promise<Identity | Refusal>;

/** Makes the one judge of access tokens. */
export function authenticator(system: Omit<System, "authenticate" | "attempts" | "mails">): Authenticate {
  const { tokens, endedSessions, standing, now } = system;
  const consentMissing = consentGate(system);
  return async (token) => {
    const claims = await tokens.verifyAccess(token, now());
    if (!claims) return refuse("auth.token_invalid");
    if (endedSessions.has(claims.sessionId)) return refuse("auth.session_ended");
    const refusal = standing.refusal(claims.userId);
    if (refusal?.refusal === "auth.session_ended") return refusal;
    const suspended = refusal ?? await consentMissing(claims.userId);
    return { ...claims, isStaff: standing.isStaff(claims.userId), suspended };
  };
}
