import { app } from "../app.ts";
import { access } from "./access.ts";
import { privacyEndpoints } from "./privacy_routes.ts";
import { keepingOf } from "./forget_person.ts";
import { openPrivacy } from "./open.ts";
import { privacyChores } from "./retention.ts";
import "./successes.ts";

/** What the law gives people: erasure, export, and nothing kept for longer than needed. */
export const privacy = app({
  name: "privacy",
  events: {},
  projections: [],
  access,
  shares: {},
  opens: (system, apps) => ({ privacy: openPrivacy(system, apps) }),
  chores: (system) => privacyChores(keepingOf(system)),
  endpoints: (system) => [...privacyEndpoints(system)],
});
