import { sajuEvents } from "../../events/saju.ts";
import { sajuProfiles } from "../../projections/saju/saju_profiles.ts";
import { sajuNewcomers } from "../../projections/saju/saju_newcomers.ts";
import { recommendations } from "../../projections/saju/recommendations.ts";
import { sajuFaces, sajuLook } from "../../projections/saju/saju_faces.ts";
import { introductions } from "../../projections/saju/introductions.ts";
import { app } from "../app.ts";
import { saju as page } from "../pages/saju/saju.ts";
import { sajuConfiguration } from "./configuration.ts";
import { access, owned } from "./access.ts";
import { exports } from "./exports.ts";
import { begins } from "./begins.ts";
import { invariants } from "./invariants.ts";
import { meetings, names } from "./meetings.ts";
import { shares } from "./shares.ts";
import { introductionEndpoints } from "./introduction_routes.ts";
import { runLapses } from "./lapses.ts";
import { onSync } from "./on_sync.ts";
import { push } from "./push.ts";
import { retention } from "./retention.ts";
import { sajuPushed } from "./pushed_frames.ts";
import { sajuProfileEndpoints } from "./profile_routes.ts";
import { hasSajuProfile } from "./state.ts";
import { simulates } from "./simulated/simulates.ts";
import "./examples.ts";
import "./refusals.ts";
import "./successes.ts";

const ids = { introduction: "introductionId" };

/** Saju blind dates (seed 003). */
export const saju = app({
  name: "saju",
  events: sajuEvents,
  projections: [sajuProfiles, sajuFaces, sajuNewcomers, recommendations, introductions],
  ids,
  sections: { saju: "Blind dates: profile, the people of the day, and requests to talk." },
  access,
  configuration: sajuConfiguration,
  shares,
  retention,
  invariants,
  begins,
  exports,
  pictures: {
    shown: ({ sql, table }) => sql`SELECT user_id, profile_image AS url FROM ${table(sajuProfiles)}`,
    saidBy: { SajuProfileChanged: ({ profileImage }) => profileImage },
  },
  owned,
  meetings,
  names,
  hasProfile: ({ registry }, userId) => hasSajuProfile(registry, userId),
  look: sajuLook,
  origins: ["introduction"],
  push,
  frames: { pushed: sajuPushed },
  onSync,
  simulates,
  leaders: { introductions: { role: "deadlines", run: runLapses } },
  page,
  endpoints: (system) => [...sajuProfileEndpoints(system), ...introductionEndpoints(system)],
});

type SajuIds = typeof ids;

declare module "../ids/ids.ts" {
  interface IdKinds extends SajuIds {}
}
