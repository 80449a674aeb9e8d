import { projection } from "../projection.ts";

/** What people said of calls (seed 000, `CallRating`). */
export const callRatings = projection({
  name: "call_ratings",
  version: 2,
  columns: {
    id: "bigint",
    call_session_id: "bigint",
    rater_id: "bigint",
    ratee_id: "bigint",
    rating: "integer",
    comment: "text?",
    created_at: "timestamptz",
  },
  primaryKey: ["id"],
  indexes: [["call_session_id"], ["ratee_id"], ["rater_id"]],
  types: ["CallRated", "AccountErased"],
  keys: (event) => event.type === "AccountErased" ? [{ rater_id: event.data.userId }] : [{ id: event.data.ratingId }],
  evolve: (row, event) =>
    event.type === "AccountErased" ? row && { ...row, comment: null } : {
      id: event.data.ratingId,
      call_session_id: event.data.callId,
      rater_id: event.data.raterId,
      ratee_id: event.data.rateeId,
      rating: event.data.rating,
      comment: event.data.comment,
      created_at: event.data.ratedAt,
    },
});
