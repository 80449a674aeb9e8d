import type { Sql } from "postgres";
import { open } from "../log/sealing.ts";
import type { Secrets } from "../configuration/secrets.ts";
import { UnfitBackup } from "./read_file.ts";

/** Tells two tag keys apart, and nothing else about them. */
export function tagKeyCheck({ derive }: Pick<Secrets, "derive">): string {
  return derive("check of the tag key").toBase64({ alphabet: "base64url", omitPadding: true }).slice(0, 16);
}

/** Refuses keys of people that this installation cannot unwrap: its server could not read any of their events. */
export async function refuseForeignKeys(sql: Sql, { masterKeys }: Pick<Secrets, "masterKeys">): Promise<void> {
  const samples = await sql<{ subject: number; wrapped_by: string; wrapped: Uint8Array }[]>`
    SELECT DISTINCT ON (wrapped_by) subject, wrapped_by, wrapped FROM personal_keys ORDER BY wrapped_by, subject`;
  for (const { subject, wrapped_by, wrapped } of samples) {
    const by = masterKeys.find(({ id }) => id === wrapped_by);
    if (!by) {
      throw new UnfitBackup(
        `The keys of people are wrapped by master key ${wrapped_by}, which is not in INYEON_MASTER_KEYS: add it.`,
      );
    }
    try {
      open(by.key, wrapped, `key of ${subject}`);
    } catch {
      throw new UnfitBackup(
        `The keys of people do not open with master key ${wrapped_by}: it is another one than the backup's.`,
      );
    }
  }
}
