import { accessTable } from "../http/access.ts";

/** Who may call what of gems. */
export const access = accessTable({
  gemBalance: { method: "GET", path: "/api/gem/balance/", access: "user" },
  gemTransactions: { method: "GET", path: "/api/gem/transactions/", access: "user" },
  chargeGems: { method: "POST", path: "/api/gem/charge/", access: "user" },
  refundGems: { method: "POST", path: "/api/gem/refunds/{provider}/", access: "public" },
  // a block hides one's own call, too: so this is not `of` calls
  giveGems: { method: "POST", path: "/api/gem/gifts/", access: "user" },
  grantGems: { method: "POST", path: "/api/admin/users/{id}/gems", access: "staff" },
});
