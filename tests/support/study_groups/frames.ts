import { z } from "zod";
import { definePushed, defineUnderstood } from "../../../src/realtime/frames.ts";
import { nothing, type Push } from "../../../src/realtime/push.ts";
import type { studyGroupEvents } from "./events.ts";
import { foundGroup } from "./found_group.ts";

export const pushed = definePushed({
  "study_group.founded": {
    data: z.object({ group_id: z.int(), topic: z.string() }),
    summary: "You founded a study group, on this device or another.",
    example: { group_id: 3, topic: "한국어 문법" },
  },
});

export const understood = defineUnderstood({
  "study_group.found": {
    data: foundGroup.input,
    summary: "Founds a study group.",
    example: { topic: "한국어 문법" },
    act: (data, { system, asker }) => system.run(foundGroup, data, asker),
  },
});

/** What the events of study groups give to a viewer. */
export const push: Push<typeof studyGroupEvents> = {
  StudyGroupFounded: ({ groupId, founderId, topic }, viewer) =>
    founderId === viewer && topic !== null ? [{ type: "study_group.founded", data: { group_id: groupId, topic } }] : [],
  StudyGroupClosed: nothing,
};

type Pushed = typeof pushed;
type Understood = typeof understood;

declare module "../../../src/realtime/frames.ts" {
  interface PushedFrames extends Pushed {}
  interface UnderstoodFrames extends Understood {}
}
