import { z } from "zod";
import { belongsTo } from "../../../projections/two.ts";
import { id } from "../../../events/fields.ts";
import { refuse } from "../../../src/answers/refusals.ts";
import { row } from "../../../src/deciding/boundary.ts";
import { command } from "../../../src/deciding/command.ts";
import { owned } from "./access.ts";
import { StudyGroupClosed } from "./events.ts";
import { studyGroups } from "./study_groups.ts";

/** Closes one's own study group; twice is harmless. */
export const closeGroup = command({
  name: "closeGroup",
  app: "study_groups",

  input: z.object({ group_id: id }),

  reads: ({ group_id }) => ({ group: row(studyGroups, { id: group_id }) }),

  decide: ({ group }, _input, { me, now }) => {
    if (!belongsTo(owned.study_group, group, me)) return refuse("study_group.unknown");
    if (group.closed_at !== null) return [];
    return [StudyGroupClosed({ groupId: group.id, founderId: me, closedAt: now.toISOString() })];
  },

  answer: ({ group }) => ({ closed: group?.closed_at != null }),
});
