import type { z } from "zod";
import type { Frame } from "../../realtime/protocol.ts";
import type { introductionAnswer } from "../../saju/accepting.ts";
import type { explanation, seenIntroduction } from "../../saju/as_seen.ts";
import type { profileChange, sajuProfileEndpoints } from "../../saju/profile_routes.ts";
import type { sajuProfile } from "../../saju/seen_profile.ts";
import type { introductionEndpoints } from "../../saju/introduction_routes.ts";
import type { recommendation } from "../../saju/recommendation_routes.ts";
import type { ApiOf } from "../client/api.ts";

declare module "../client/api.ts" {
  interface Api extends ApiOf<typeof introductionEndpoints>, ApiOf<typeof sajuProfileEndpoints> {}
}

/** What the server says of blind dates, by its own schemas. */

/** My own profile. */
export type Profile = z.output<typeof sajuProfile>;
/** What I change of it. */
export type ProfileChange = z.input<typeof profileChange>;
/** Someone of today's list. */
export type Person = z.output<typeof recommendation>;
/** Why I fit with somebody as well as I do. */
export type Explanation = z.output<typeof explanation>;
/** A request to talk. */
export type Introduction = z.output<typeof seenIntroduction>;
/** What became of a request that was made or decided. */
export type Answer = z.output<typeof introductionAnswer>;

/** A frame about requests. */
export type IntroductionFrame = Extract<Frame, { type: `introduction.${string}` }>;
