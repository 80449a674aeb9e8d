import { availability } from "./availability.ts";
import { blocks } from "./blocks.ts";
import { callMatches } from "./call_matches.ts";
import { callRatings } from "./call_ratings.ts";
import { callSessions } from "./call_sessions.ts";
import { chats } from "./chats.ts";
import { consents } from "./consents.ts";
import { credentials } from "./credentials.ts";
import { faces } from "./faces.ts";
import { gemBalances } from "./gem_balances.ts";
import { gemTransactions } from "./gem_transactions.ts";
import { introductions } from "./introductions.ts";
import { matchSettings } from "./match_settings.ts";
import { messages } from "./messages.ts";
import { pairs } from "./pairs.ts";
import { payments } from "./payments.ts";
import type { AnyProjection } from "./projection.ts";
import { recommendations } from "./recommendations.ts";
import { reports } from "./reports.ts";
import { sajuNewcomers } from "./saju_newcomers.ts";
import { sajuProfiles } from "./saju_profiles.ts";
import { sessions } from "./sessions.ts";
import { users } from "./users.ts";

/** Every read model that is kept. */
export const projections: readonly AnyProjection[] = [
  users,
  faces,
  credentials,
  consents,
  sessions,
  availability,
  matchSettings,
  callMatches,
  callSessions,
  callRatings,
  gemBalances,
  gemTransactions,
  payments,
  blocks,
  pairs,
  reports,
  chats,
  messages,
  sajuProfiles,
  sajuNewcomers,
  recommendations,
  introductions,
];
