import { defineRefusals } from "../../../src/answers/refusals.ts";

/** Why study groups refuse. */
export const studyGroupRefusals = defineRefusals({
  "study_group.unknown": { status: 404, ko: "그런 모임이 없습니다.", en: "There is no such study group." },
});

type StudyGroupRefusals = typeof studyGroupRefusals;

declare module "../../../src/answers/refusals.ts" {
  interface Refusals extends StudyGroupRefusals {}
}
