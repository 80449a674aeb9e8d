/** What a process may do; every process serves `/healthz`, `/readyz` and `/metrics`. */
export const roles = ["http", "projections", "matcher", "deadlines", "reactors", "housekeeping"] as const;

/** One thing that a process may do. */
export type Role = (typeof roles)[number];
