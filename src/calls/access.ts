import { accessTable, type Owned } from "../http/access.ts";

/** The heading under which the documents list these endpoints. */
export const app = "calls";

/** Who may call what of random calls. */
export const access = accessTable({
  saveSettings: { method: "POST", path: "/api/match/settings/", access: "user" },
  settings: { method: "GET", path: "/api/match/settings/", access: "user" },
  saveLocation: { method: "PUT", path: "/api/match/location/", access: "user" },
  requestMatch: { method: "GET", path: "/api/match/random/", access: "user", acts: true },
  postMatchRequest: { method: "POST", path: "/api/match/random/", access: "user" },
  decideMatch: { method: "POST", path: "/api/match/decision/", access: "user", of: "match" },
  cancelMatch: { method: "POST", path: "/api/match/cancel/", access: "user" },
  startCall: { method: "POST", path: "/api/call/start/", access: "user", of: "match" },
  endCall: { method: "POST", path: "/api/call/end/", access: "user", of: "call", whileConsentMissing: true },
  recentCalls: { method: "GET", path: "/api/history/recent/", access: "user" },
  rateCall: { method: "POST", path: "/api/history/rate/", access: "user", of: "call" },
});

/** What belongs to people here. */
export const owned = {
  match: { people: ["user1_id", "user2_id"], unknown: "match.unknown" },
  call: { people: ["user1_id", "user2_id"], unknown: "call.unknown" },
} as const satisfies Record<string, Owned>;
