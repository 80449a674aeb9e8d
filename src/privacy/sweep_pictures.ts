import type { App } from "../app.ts";
import { urlOf } from "../http/media.ts";
import type { System } from "../system.ts";

const unshownMs = 24 * 3600 * 1000;
const atOnce = 500;

/**
 * Makes the chore that deletes files which nobody shows in any app a day after they were stored: of a sign-up that broke
 * off, of an upload that nothing came of. Each turn looks at the next few hundred files.
 */
export function pictureSweep(
  { media, sql, registry, now }: Pick<System, "media" | "sql" | "registry" | "now">,
  apps: readonly App[],
): () => Promise<void> {
  const pictures = apps.flatMap((app) => app.pictures ?? []);
  let after = "";
  return async () => {
    const storedBefore = new Date(now().getTime() - unshownMs);
    const files = await media.page({ storedBefore, after, limit: atOnce });
    const shownBy = pictures.map(({ shown }) => shown(registry)).reduce((all, one) => sql`${all} UNION ALL ${one}`);
    const shown = await sql<{ url: string }[]>`
      WITH owners AS (SELECT jsonb_array_elements_text(${sql.json(files.map((file) => file.user_id))})::bigint AS id)
      SELECT url FROM (${shownBy}) shown WHERE url IS NOT NULL AND user_id IN (SELECT id FROM owners)`;
    const urls = new Set(shown.map(({ url }) => url));
    for (const { name } of files) if (!urls.has(urlOf(name))) await media.delete(name);
    after = files.length < atOnce ? "" : files[files.length - 1].name;
  };
}
