import { z } from "zod";
import { tag } from "../../../events/event.ts";
import { refuse } from "../../../src/answers/refusals.ts";
import type { Fold } from "../../../src/deciding/boundary.ts";
import { command } from "../../../src/deciding/command.ts";
import { text } from "../../../src/http/fields.ts";
import { StudyGroupFounded } from "./events.ts";

/** The newest group that somebody founded. */
const newestOf = (userId: number): Fold<number | undefined> => ({
  types: ["StudyGroupFounded"],
  tag: tag.user(userId),
  initial: undefined,
  evolve: (newest, event) => event.type === "StudyGroupFounded" ? event.data.groupId : newest,
});

/** Founds a study group. */
export const foundGroup = command({
  name: "foundGroup",
  app: "study_groups",
  ids: ["study_group"],

  input: z.object({ topic: text({ min: 1, max: 100 }).meta({ examples: ["한국어 문법"] }) }),

  reads: (_input, { me }) => ({ newest: newestOf(me) }),

  decide: (_state, { topic }, { me, now, newId }) => [
    StudyGroupFounded({ groupId: newId("study_group"), founderId: me, topic, foundedAt: now.toISOString() }),
  ],

  answer: ({ newest }) => newest === undefined ? refuse("study_group.unknown") : { group_id: newest },
});
