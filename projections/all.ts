import { availability } from "./calls/availability.ts";
import { blocks } from "./safety/blocks.ts";
import { callMatches } from "./calls/call_matches.ts";
import { callRatings } from "./calls/call_ratings.ts";
import { callSessions } from "./calls/call_sessions.ts";
import { chats } from "./chat/chats.ts";
import { consents } from "./accounts/consents.ts";
import { credentials } from "./accounts/credentials.ts";
import { faces } from "./accounts/faces.ts";
import { gemBalances } from "./gems/gem_balances.ts";
import { gemTransactions } from "./gems/gem_transactions.ts";
import { introductions } from "./saju/introductions.ts";
import { matchSettings } from "./calls/match_settings.ts";
import { messages } from "./chat/messages.ts";
import { pairs } from "./safety/pairs.ts";
import { payments } from "./gems/payments.ts";
import type { AnyProjection } from "./projection.ts";
import { recommendations } from "./saju/recommendations.ts";
import { reports } from "./safety/reports.ts";
import { sajuNewcomers } from "./saju/saju_newcomers.ts";
import { sajuProfiles } from "./saju/saju_profiles.ts";
import { sessions } from "./accounts/sessions.ts";
import { users } from "./accounts/users.ts";

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
