import type { Credentials } from "../../projections/accounts/credentials.ts";
import { isRefusal } from "../answers/refusals.ts";
import { ok } from "../http/endpoint.ts";
import type { RequestMeta } from "../http/request.ts";
import type { System } from "../system.ts";
import { askerOf } from "./asker.ts";
import { checkPassword } from "./check_password.ts";
import { endSession } from "./end_session.ts";
import { startSession } from "./start_session.ts";
import { refreshLifetimeSec } from "./tokens.ts";

/** Makes the access and refresh token of a session's generation. */
export async function issueTokens(
  { tokens }: System,
  of: { sessionId: string; userId: number; generation: number; issuedAt: Date },
): Promise<{ access: string; refresh: string }> {
  return { access: await tokens.access(of, of.issuedAt), refresh: tokens.refresh(of) };
}

/**
 * Opens a session for the holder of a name, if the password is right. Answers tokens, or sets the cookie if the
 * browser asked for one.
 */
export async function logIn(
  system: System,
  request: { meta: RequestMeta },
  { name, password }: { name: string; password: string },
  found: Credentials | undefined,
) {
  const { run, now, attempts, cookies, tokens } = system;
  const { address, userAgent, browser } = request.meta;
  const byCookie = browser?.asksForCookie === true;
  const holder = await checkPassword(attempts, { name, password, address }, found);
  if (isRefusal(holder)) return holder;
  const sessionId = crypto.randomUUID();
  const started = await run(startSession, {
    sessionId,
    userId: holder.user_id,
    passwordHash: holder.password_hash,
    refreshHash: byCookie ? cookies.hash(sessionId) : tokens.refreshHash({ sessionId, generation: 0 }),
    device: userAgent.slice(0, 200),
    address,
    lifetimeSec: refreshLifetimeSec,
  }, askerOf(request));
  if (isRefusal(started)) return started;
  if (!byCookie) return ok(200, await issueTokens(system, { ...started, generation: 0, issuedAt: now() }));
  await endFormer(system, request);
  return ok(204, null, { headers: cookies.loggedIn(sessionId) });
}

/** Ends the session that a browser had when another takes its place. */
async function endFormer({ run, cookies }: System, { meta }: { meta: RequestMeta }): Promise<void> {
  const former = meta.browser && await cookies.identify(meta.browser);
  if (!former || isRefusal(former)) return;
  const { userId: me, sessionId } = former;
  await run(endSession, { sessionId, reason: "logout" }, { me, correlationId: meta.correlationId });
}
