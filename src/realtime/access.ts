import { accessTable } from "../http/access.ts";

/** Who may call what of the snapshot beside the socket. */
export const access = accessTable({
  sync: { method: "GET", path: "/api/sync", access: "user" },
});
