import { accessTable } from "./access.ts";

/** Who may call what of images. */
export const access = accessTable({
  storeImage: { method: "POST", path: "/api/media", access: "user" },
});
