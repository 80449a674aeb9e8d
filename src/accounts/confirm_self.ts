import { load } from "../deciding/boundary.ts";
import type { Identity } from "../http/request.ts";
import { isRefusal, type Refusal, refuse } from "../answers/refusals.ts";
import type { System } from "../system.ts";
import { checkOwnPassword } from "./check_password.ts";
import type { PasswordAttempts } from "./password_attempts.ts";
import { session } from "./state.ts";

/** So long after a login nobody is asked for their password again. */
export const freshMinutes = 5;

/**
 * Guards what a stolen token alone must not do. Asks for the person's password, unless their session logged in a few
 * minutes ago; refuses otherwise.
 */
export async function confirmSelf(
  system: Pick<System, "log" | "registry" | "now">,
  attempts: PasswordAttempts,
  { user: { userId, sessionId }, password, address }: { user: Identity; password?: string; address: string },
): Promise<Refusal | undefined> {
  if (password !== undefined) {
    const checked = await checkOwnPassword(system, attempts, { userId, password, address });
    return isRefusal(checked) ? checked : undefined;
  }
  const { state } = await load(system.log, system.registry, { session: session(sessionId) });
  if (!state.session || state.session.ended_at !== null) return refuse("auth.session_ended");
  const ageMs = system.now().getTime() - new Date(state.session.started_at).getTime();
  return ageMs > freshMinutes * 60_000 ? refuse("auth.password_needed", { minutes: freshMinutes }) : undefined;
}
