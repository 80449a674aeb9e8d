import { app } from "../app.ts";
import { access } from "./access.ts";
import { privacyEndpoints } from "./privacy_routes.ts";
import { openPrivacy } from "./open.ts";
import { retention } from "./retention.ts";
import "./successes.ts";

/** What the law gives people: erasure, export, and nothing kept for longer than needed. */
export const privacy = app({
  name: "privacy",
  events: {},
  projections: [],
  access,
  shares: {},
  opens: (system, apps) => ({ privacy: openPrivacy(system, apps) }),
  forgets: { besideLog: ({ idempotency }, userId) => idempotency.forget(userId) },
  retention,
  chores: ({ privacy }) => privacy.chores(),
  push: {},
  endpoints: (system) => [...privacyEndpoints(system)],
});
