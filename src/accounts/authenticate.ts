import type { Identity } from "../http/request.ts";
import { type Refusal, refuse } from "../answers/refusals.ts";
import type { System } from "../system.ts";
import { consentGate } from "./consents.ts";
import type { AccessClaims } from "./tokens.ts";

/** Whose access token it is, on whichever way it came, or why it is not taken. */
export type Authenticate = (token: string) => Promise<Identity | Refusal>;

/** Who holds a session, however they showed it, or why they may do nothing. */
export type JudgeSession = (claims: AccessClaims & { expiresAt: Date }) => Promise<Identity | Refusal>;

/** Makes the one judge of sessions: whether one has ended, and what its person may do. */
export function sessionJudge(
  system: Pick<System, "endedSessions" | "standing" | "registry" | "config">,
): JudgeSession {
  const { endedSessions, standing } = system;
  const consentMissing = consentGate(system);
  return async ({ userId, sessionId, expiresAt }) => {
    if (endedSessions.has(sessionId)) return refuse("auth.session_ended");
    const refusal = standing.refusal(userId);
    if (refusal?.refusal === "auth.session_ended") return refusal;
    const suspended = refusal ?? await consentMissing(userId);
    return { userId, sessionId, expiresAt, isStaff: standing.isStaff(userId), suspended };
  };
}

/** Makes the one judge of access tokens. */
export function authenticator({ tokens, now }: Pick<System, "tokens" | "now">, judge: JudgeSession): Authenticate {
  return async (token) => {
    const claims = await tokens.verifyAccess(token, now());
    return claims ? await judge(claims) : refuse("auth.token_invalid");
  };
}
