import { type Columns, projection, type RowOf } from "../projection.ts";

const columns = {
  user_id: "bigint",
  /** What of a complete profile there is; the pillars come with a birth date. */
  has_name: "boolean",
  has_gender: "boolean",
  has_pillars: "boolean",
  /** The day of UTC on which all of it was there; before that nobody is shown them. */
  joined_on: "date?",
  times_shown: "integer",
} as const satisfies Columns;

type Newcomer = RowOf<typeof columns>;

/** When people came to the blind dates, with all that these need, and how often they were shown as newcomers. */
export const sajuNewcomers = projection({
  name: "saju_newcomers",
  version: 2,
  columns,
  primaryKey: ["user_id"],
  indexes: [["joined_on", "times_shown"]],
  types: ["SajuProfileChanged", "ProfileChanged", "RecommendationsDrawn", "RecommendationsAdded", "AccountErased"],
  keys: (event) =>
    event.type === "RecommendationsDrawn" || event.type === "RecommendationsAdded"
      ? event.data.people.filter(({ newcomer }) => newcomer).map(({ userId }) => ({ user_id: userId }))
      : [{ user_id: event.data.userId }],
  evolve: (before, event) => {
    switch (event.type) {
      case "SajuProfileChanged": {
        const { userId, name, pillars, changedAt } = event.data;
        const row = before ?? nothingSaid(userId);
        const has_name = row.has_name || name !== undefined;
        const has_pillars = row.has_pillars || pillars !== undefined;
        return joined({ ...row, has_name, has_pillars }, changedAt);
      }
      case "ProfileChanged": {
        const { userId, birthDate, gender } = event.data;
        // a profile begins with the birth date, as in `saju_profiles`
        const row = before ?? (birthDate ? nothingSaid(userId) : undefined);
        const at = event.recordedAt.toISOString();
        return row && joined({ ...row, has_gender: row.has_gender || gender !== undefined }, at);
      }
      case "RecommendationsDrawn":
      case "RecommendationsAdded":
        return before && { ...before, times_shown: before.times_shown + 1 };
      case "AccountErased":
        return undefined;
    }
  },
});

function nothingSaid(userId: number): Newcomer {
  return {
    user_id: userId,
    has_name: false,
    has_gender: false,
    has_pillars: false,
    joined_on: null,
    times_shown: 0,
  };
}

function joined(row: Newcomer, at: string): Newcomer {
  const isComplete = row.has_name && row.has_gender && row.has_pillars;
  return { ...row, joined_on: row.joined_on ?? (isComplete ? at.slice(0, 10) : null) };
}
