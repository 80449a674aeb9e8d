import { projection } from "./projection.ts";

/** When people came to the blind dates, and how often they were shown as newcomers. */
export const sajuNewcomers = projection({
  name: "saju_newcomers",
  version: 1,
  columns: {
    user_id: "bigint",
    /** A day of UTC. */
    joined_on: "date",
    times_shown: "integer",
  },
  primaryKey: ["user_id"],
  indexes: [["joined_on", "times_shown"]],
  types: ["SajuProfileChanged", "RecommendationsDrawn", "AccountErased"],
  keys: (event) =>
    event.type === "RecommendationsDrawn"
      ? event.data.people.filter(({ newcomer }) => newcomer).map(({ userId }) => ({ user_id: userId }))
      : [{ user_id: event.data.userId }],
  evolve: (row, event) => {
    switch (event.type) {
      case "SajuProfileChanged":
        return row ?? { user_id: event.data.userId, joined_on: event.data.changedAt.slice(0, 10), times_shown: 0 };
      case "RecommendationsDrawn":
        return row && { ...row, times_shown: row.times_shown + 1 };
      case "AccountErased":
        return undefined;
    }
  },
});
