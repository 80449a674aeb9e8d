import { accessTable, type Owned } from "../http/access.ts";

/** The heading under which the documents list these endpoints. */
export const app = "accounts";

/** Who may call what of accounts, sessions, passwords and consents. */
export const access = accessTable({
  signUp: { method: "POST", path: "/api/auth/signup/", access: "public" },
  login: { method: "POST", path: "/api/auth/login/", access: "public" },
  loginByEmail: { method: "POST", path: "/api/users/login", access: "public" },
  refresh: { method: "POST", path: "/api/auth/refresh", access: "public" },
  logout: { method: "POST", path: "/api/auth/logout/", access: "user", whileSuspended: true },
  me: { method: "GET", path: "/api/auth/me", access: "user", whileSuspended: true },
  logOut: { method: "DELETE", path: "/api/auth/session", access: "user", whileSuspended: true },
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
  consents: { method: "GET", path: "/api/users/me/consents", access: "user", whileSuspended: true },
  giveConsents: { method: "POST", path: "/api/users/me/consents", access: "user", whileSuspended: true },
  changePassword: { method: "PUT", path: "/api/user/password/", access: "user", whileSuspended: true },
  email: { method: "GET", path: "/api/user/email/", access: "user", whileSuspended: true },
  changeEmail: { method: "PUT", path: "/api/user/email/", access: "user", whileSuspended: true },
  verifyEmail: { method: "POST", path: "/api/user/email/verify/", access: "public" },
});

/** What belongs to people here. */
export const owned = {
  session: { people: ["user_id"], unknown: "account.session_unknown" },
} as const satisfies Record<string, Owned>;
