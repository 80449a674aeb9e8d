import type { RefusalCode } from "./answers/refusals.ts";

/** Things that belong to people: which columns of their row name those people, and what everyone else is told. */
export const owned = {
  match: { people: ["user1_id", "user2_id"], unknown: "match.unknown" },
  call: { people: ["user1_id", "user2_id"], unknown: "call.unknown" },
  session: { people: ["user_id"], unknown: "account.session_unknown" },
  block: { people: ["blocker_id"], unknown: "block.unknown" },
  introduction: { people: ["requester_id", "receiver_id"], unknown: "introduction.unknown" },
  chat: { people: ["user1_id", "user2_id"], unknown: "chat.unknown" },
} as const satisfies Record<string, { people: readonly string[]; unknown: RefusalCode }>;

/** A kind of thing that belongs to people. */
export type Owned = keyof typeof owned;

/** Whether a thing is there and somebody's own: nobody learns whether what is not theirs exists. */
export function belongsTo<R extends object>(kind: Owned, thing: R | undefined, userId: number): thing is R {
  return thing !== undefined && owned[kind].people.some((column) => Reflect.get(thing, column) === userId);
}

/** Who may call an endpoint. */
export type Access = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With `{name}` for a part that varies. It answers with and without its trailing slash. */
  path: string;
  /** Open to anybody, to people with a token, or only to staff. */
  access: "public" | "user" | "staff";
  /** Open to suspended people and while a consent is missing, because it concerns only themselves. */
  whileSuspended?: true;
  /** Open while a consent is missing: new terms keep nobody in a call, nor from blocking or reporting someone. */
  whileConsentMissing?: true;
  /** What the request names and must be one's own. */
  of?: Owned;
};

/** Every endpoint there is: method, path, and who may call it. The requests are checked by this, and so are the tests. */
export const access = {
  signUp: { method: "POST", path: "/api/auth/signup/", access: "public" },
  login: { method: "POST", path: "/api/auth/login/", access: "public" },
  loginByEmail: { method: "POST", path: "/api/users/login", access: "public" },
  refresh: { method: "POST", path: "/api/auth/refresh", access: "public" },
  logout: { method: "POST", path: "/api/auth/logout/", access: "user", whileSuspended: true },
  sessions: { method: "GET", path: "/api/auth/sessions/", access: "user", whileSuspended: true },
  endSession: {
    method: "DELETE",
    path: "/api/auth/sessions/{id}",
    access: "user",
    whileSuspended: true,
    of: "session",
  },
  endOtherSessions: { method: "DELETE", path: "/api/auth/sessions/", access: "user", whileSuspended: true },
  requestPasswordReset: { method: "POST", path: "/api/auth/password-reset/", access: "public" },
  resetPassword: { method: "POST", path: "/api/auth/password-reset/confirm/", access: "public" },
  publicKeys: { method: "GET", path: "/.well-known/jwks.json", access: "public" },
  profile: { method: "GET", path: "/api/user/profile/", access: "user", whileSuspended: true },
  changeProfile: { method: "PUT", path: "/api/user/profile/", access: "user" },
  patchProfile: { method: "PATCH", path: "/api/user/profile/", access: "user" },
  eraseAccount: { method: "POST", path: "/api/users/me/erase", access: "user", whileSuspended: true },
  deleteAccount: { method: "DELETE", path: "/api/users/me", access: "user", whileSuspended: true },
  exportMine: { method: "GET", path: "/api/users/me/export", access: "user", whileSuspended: true },
  consents: { method: "GET", path: "/api/users/me/consents", access: "user", whileSuspended: true },
  giveConsents: { method: "POST", path: "/api/users/me/consents", access: "user", whileSuspended: true },
  changePassword: { method: "PUT", path: "/api/user/password/", access: "user", whileSuspended: true },
  email: { method: "GET", path: "/api/user/email/", access: "user", whileSuspended: true },
  changeEmail: { method: "PUT", path: "/api/user/email/", access: "user", whileSuspended: true },
  verifyEmail: { method: "POST", path: "/api/user/email/verify/", access: "public" },
  storeImage: { method: "POST", path: "/api/media", access: "user" },

  sync: { method: "GET", path: "/api/sync", access: "user" },

  saveSettings: { method: "POST", path: "/api/match/settings/", access: "user" },
  settings: { method: "GET", path: "/api/match/settings/", access: "user" },
  saveLocation: { method: "PUT", path: "/api/match/location/", access: "user" },
  requestMatch: { method: "GET", path: "/api/match/random/", access: "user" },
  postMatchRequest: { method: "POST", path: "/api/match/random/", access: "user" },
  decideMatch: { method: "POST", path: "/api/match/decision/", access: "user", of: "match" },
  cancelMatch: { method: "POST", path: "/api/match/cancel/", access: "user" },
  startCall: { method: "POST", path: "/api/call/start/", access: "user", of: "match" },
  endCall: { method: "POST", path: "/api/call/end/", access: "user", of: "call", whileConsentMissing: true },
  recentCalls: { method: "GET", path: "/api/history/recent/", access: "user" },
  rateCall: { method: "POST", path: "/api/history/rate/", access: "user", of: "call" },
  gemBalance: { method: "GET", path: "/api/gem/balance/", access: "user" },
  gemTransactions: { method: "GET", path: "/api/gem/transactions/", access: "user" },
  chargeGems: { method: "POST", path: "/api/gem/charge/", access: "user" },
  refundGems: { method: "POST", path: "/api/gem/refunds/{provider}/", access: "public" },

  register: { method: "POST", path: "/api/users/register", access: "public" },
  sajuProfile: { method: "GET", path: "/api/users/me", access: "user", whileSuspended: true },
  changeSajuProfile: { method: "PUT", path: "/api/users/me", access: "user" },
  recommendations: { method: "GET", path: "/api/matches/recommendations", access: "user" },
  compatibility: { method: "GET", path: "/api/matches/{user_id}/compatibility", access: "user" },
  requestIntroduction: { method: "POST", path: "/api/matches/request", access: "user" },
  acceptIntroduction: { method: "POST", path: "/api/matches/{match_id}/accept", access: "user", of: "introduction" },
  declineIntroduction: { method: "POST", path: "/api/matches/{match_id}/decline", access: "user", of: "introduction" },
  withdrawIntroduction: { method: "DELETE", path: "/api/matches/{match_id}", access: "user", of: "introduction" },
  introductions: { method: "GET", path: "/api/matches", access: "user" },

  chats: { method: "GET", path: "/api/chats", access: "user" },
  messages: { method: "GET", path: "/api/chats/{chat_id}/messages", access: "user", of: "chat" },
  sendMessage: { method: "POST", path: "/api/chats/{chat_id}/messages", access: "user", of: "chat" },
  markRead: { method: "POST", path: "/api/chats/{chat_id}/read", access: "user", of: "chat" },
  leaveChat: { method: "DELETE", path: "/api/chats/{chat_id}", access: "user", of: "chat" },

  blockPerson: { method: "POST", path: "/api/blocks", access: "user", of: "match", whileConsentMissing: true },
  blocks: { method: "GET", path: "/api/blocks", access: "user" },
  unblockPerson: { method: "DELETE", path: "/api/blocks/{block_id}", access: "user", of: "block" },
  reportPerson: { method: "POST", path: "/api/reports", access: "user", of: "match", whileConsentMissing: true },
  reports: { method: "GET", path: "/api/admin/reports", access: "staff" },
  viewReport: { method: "GET", path: "/api/admin/reports/{report_id}", access: "staff" },
  resolveReport: { method: "POST", path: "/api/admin/reports/{report_id}/resolve", access: "staff" },
  suspendAccount: { method: "POST", path: "/api/admin/users/{id}/suspend", access: "staff" },
  reinstateAccount: { method: "POST", path: "/api/admin/users/{id}/reinstate", access: "staff" },
  grantGems: { method: "POST", path: "/api/admin/users/{id}/gems", access: "staff" },
} as const satisfies Record<string, Access>;
