import { tag } from "../../events/event.ts";
import { projection, type Reader } from "../projection.ts";

/** Whom each person wants to be matched with (seed 001 §2.1). No row: anyone. */
export const matchSettings = projection({
  name: "match_settings",
  version: 2,
  columns: {
    user_id: "bigint",
    preferred_gender: "text?",
    age_min: "integer",
    age_max: "integer",
    radius_km: "integer?",
  },
  primaryKey: ["user_id"],
  types: ["MatchSettingsSaved", "AccountErased"],
  tag: (key) => tag.user(Number(key.user_id)),
  keys: (event) => [{ user_id: event.data.userId }],
  evolve: (_row, event) =>
    event.type === "AccountErased" ? undefined : {
      user_id: event.data.userId,
      preferred_gender: event.data.preferredGender,
      age_min: event.data.ageRange[0],
      age_max: event.data.ageRange[1],
      radius_km: event.data.radiusKm,
    },
});

export type MatchSettings = NonNullable<ReturnType<typeof matchSettings.evolve>>;

/** A person's saved settings. */
export async function settingsOf({ sql, table }: Reader, userId: number): Promise<MatchSettings | undefined> {
  const [found] = await sql<{ row: MatchSettings }[]>`
    SELECT to_jsonb(s) AS row FROM ${table(matchSettings)} s WHERE user_id = ${userId}`;
  return found?.row;
}
