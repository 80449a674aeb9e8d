import { accessTable, type Owned } from "../http/access.ts";

/** The heading under which the documents list these endpoints. */
export const app = "saju";

/** Who may call what of blind dates. */
export const access = accessTable({
  register: { method: "POST", path: "/api/users/register", access: "public" },
  sajuProfile: { method: "GET", path: "/api/users/me", access: "user", whileSuspended: true },
  changeSajuProfile: { method: "PUT", path: "/api/users/me", access: "user" },
  recommendations: { method: "GET", path: "/api/matches/recommendations", access: "user", acts: true },
  compatibility: { method: "GET", path: "/api/matches/{user_id}/compatibility", access: "user" },
  requestIntroduction: { method: "POST", path: "/api/matches/request", access: "user" },
  acceptIntroduction: { method: "POST", path: "/api/matches/{match_id}/accept", access: "user", of: "introduction" },
  declineIntroduction: { method: "POST", path: "/api/matches/{match_id}/decline", access: "user", of: "introduction" },
  withdrawIntroduction: { method: "DELETE", path: "/api/matches/{match_id}", access: "user", of: "introduction" },
  introductions: { method: "GET", path: "/api/matches", access: "user" },
});

/** What belongs to people here. */
export const owned = {
  introduction: { people: ["requester_id", "receiver_id"], unknown: "introduction.unknown" },
} as const satisfies Record<string, Owned>;
