import { accessTable } from "../http/access.ts";

/** Who may call what of erasing and exporting. */
export const access = accessTable({
  eraseAccount: { method: "POST", path: "/api/users/me/erase", access: "user", whileSuspended: true },
  deleteAccount: { method: "DELETE", path: "/api/users/me", access: "user", whileSuspended: true },
  exportMine: { method: "GET", path: "/api/users/me/export", access: "user", whileSuspended: true },
});
