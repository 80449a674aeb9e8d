import { sessionsFrom } from "../../projections/accounts/sessions.ts";
import { choreOnce } from "../leaders/chore_once.ts";
import type { System } from "../system.ts";
import type { PasswordAttempts } from "./password_attempts.ts";

const atOnce = 1000;

/** Makes the chore that learns, once, the addresses of people who were already logged in. */
export function seedKnownAddresses(
  { sql, registry }: Pick<System, "sql" | "registry">,
  attempts: PasswordAttempts,
): () => Promise<void> {
  return choreOnce(sql, "known addresses", async (after) => {
    const sessions = await sessionsFrom(registry, { after, limit: atOnce });
    await attempts.know(sessions.map(({ user_id, address, refreshed_at }) => ({
      userId: user_id,
      address,
      at: new Date(refreshed_at),
    })));
    return sessions.length < atOnce ? undefined : sessions[sessions.length - 1].id;
  });
}
