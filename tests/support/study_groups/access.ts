import { accessTable, type Owned } from "../../../src/http/access.ts";

/** Who may call what of study groups. */
export const access = accessTable({
  foundStudyGroup: { method: "POST", path: "/api/study-groups/", access: "user" },
  studyGroups: { method: "GET", path: "/api/study-groups/", access: "user" },
  closeStudyGroup: { method: "DELETE", path: "/api/study-groups/{group_id}", access: "user", of: "study_group" },
});

/** What belongs to people here. */
export const owned = {
  study_group: { people: ["founder_id"], unknown: "study_group.unknown" },
} as const satisfies Record<string, Owned>;
