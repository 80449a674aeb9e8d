import { sajuProfiles } from "../../projections/saju/saju_profiles.ts";
import { users } from "../../projections/accounts/users.ts";
import { urlOf } from "../http/media.ts";
import type { Keeping } from "./forget_person.ts";

const unshownMs = 24 * 3600 * 1000;
const atOnce = 500;

/**
 * Makes the chore that deletes files which nobody shows a day after they were stored: of a sign-up that broke off, of an
 * upload that nothing came of. Each turn looks at the next few hundred files.
 */
export function pictureSweep({ media, system: { sql, registry, now } }: Keeping): () => Promise<void> {
  let after = "";
  return async () => {
    const storedBefore = new Date(now().getTime() - unshownMs);
    const files = await media.page({ storedBefore, after, limit: atOnce });
    const shown = await sql<{ url: string }[]>`
      WITH owners AS (SELECT jsonb_array_elements_text(${sql.json(files.map((file) => file.user_id))})::bigint AS id)
      SELECT profile_image AS url FROM ${registry.table(users)}
      WHERE profile_image IS NOT NULL AND id IN (SELECT id FROM owners)
      UNION ALL SELECT profile_image FROM ${registry.table(sajuProfiles)}
      WHERE profile_image IS NOT NULL AND user_id IN (SELECT id FROM owners)`;
    const urls = new Set(shown.map(({ url }) => url));
    for (const { name } of files) if (!urls.has(urlOf(name))) await media.delete(name);
    after = files.length < atOnce ? "" : files[files.length - 1].name;
  };
}
