import { users } from "../../projections/accounts/users.ts";
import { type Asker, SYSTEM } from "../deciding/command.ts";
import { isRefusal } from "../answers/refusals.ts";
import type { System } from "../system.ts";
import type { makeEraseAccount } from "./erase_account.ts";
import { type Forgetting, latelyForgotten } from "./forget_person.ts";

/**
 * Makes every erasure whole: one that broke off between its event and the rest, what a request under way left behind, and
 * one that a restored older log knows nothing of. Returns how many people it was about.
 */
export async function finishErasures(
  { sql, registry: { table }, run }: Pick<System, "sql" | "registry" | "run">,
  { eraseAccount, forgetPerson, forgetBesideLog }: Forgetting & { eraseAccount: ReturnType<typeof makeEraseAccount> },
): Promise<number> {
  const asker: Asker = { me: SYSTEM, correlationId: crypto.randomUUID() };

  const unfinished = await sql<{ id: number }[]>`
    SELECT u.id FROM ${table(users)} u
    WHERE NOT u.is_active AND u.erased_at IS NOT NULL
      AND EXISTS (SELECT FROM personal_keys k WHERE k.subject = u.id)`;
  const unknownToLog = await sql<{ id: number }[]>`
    SELECT u.id FROM forgotten_subjects f JOIN ${table(users)} u ON u.id = f.subject
    WHERE f.subject > 0 AND u.erased_at IS NULL`;

  for (const { id } of unknownToLog) {
    const erased = await run(eraseAccount, { userId: id }, asker);
    if (isRefusal(erased)) throw new Error(`The account of forgotten person ${id} is not erased: ${erased.refusal}.`);
  }
  for (const { id } of [...unfinished, ...unknownToLog]) await forgetPerson(id);
  for (const userId of await latelyForgotten(sql)) await forgetBesideLog(userId);
  return unfinished.length + unknownToLog.length;
}
