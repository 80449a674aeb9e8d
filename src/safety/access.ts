import { accessTable, type Owned } from "../http/access.ts";

/** Who may call what of blocks, reports and suspensions. */
export const access = accessTable({
  blockPerson: { method: "POST", path: "/api/blocks", access: "user", of: "match", whileConsentMissing: true },
  blocks: { method: "GET", path: "/api/blocks", access: "user" },
  unblockPerson: { method: "DELETE", path: "/api/blocks/{block_id}", access: "user", of: "block" },
  reportPerson: { method: "POST", path: "/api/reports", access: "user", of: "match", whileConsentMissing: true },
  reports: { method: "GET", path: "/api/admin/reports", access: "staff" },
  viewReport: { method: "GET", path: "/api/admin/reports/{report_id}", access: "staff", acts: true },
  resolveReport: { method: "POST", path: "/api/admin/reports/{report_id}/resolve", access: "staff" },
  suspendAccount: { method: "POST", path: "/api/admin/users/{id}/suspend", access: "staff" },
  reinstateAccount: { method: "POST", path: "/api/admin/users/{id}/reinstate", access: "staff" },
});

/** What belongs to people here. */
export const owned = {
  block: { people: ["blocker_id"], unknown: "block.unknown" },
} as const satisfies Record<string, Owned>;
