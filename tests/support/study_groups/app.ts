import { z } from "zod";
import { app } from "../../../src/app.ts";
import { exportPart, records } from "../../../src/app/exports.ts";
import { ignored } from "../../../src/app/invariants.ts";
import { sealed } from "../../../src/app/keeping.ts";
import { except } from "../../../src/app/shares.ts";
import { defineOnSync } from "../../../src/realtime/snapshot.ts";
import { access, owned } from "./access.ts";
import { studyGroupEvents } from "./events.ts";
import { push, pushed, understood } from "./frames.ts";
import { invariants } from "./invariants.ts";
import { leaving } from "./leaving.ts";
import "./refusals.ts";
import { studyGroupEndpoints } from "./routes.ts";
import { simulates } from "./simulates.ts";
import { groupsOf, studyGroups as groups } from "./study_groups.ts";

const ids = { study_group: "groupId" };

/** Study groups. */
export const studyGroups = app({
  name: "study_groups",
  events: studyGroupEvents,
  projections: [groups],
  ids,
  sections: { study_groups: "People who study together." },
  access,
  owned,
  push,
  frames: { pushed, understood },
  onSync: defineOnSync({
    answer: { study_groups: z.int().meta({ examples: [1] }) },
    reads: [groups],
    find: ({ registry: { sql, table } }, userId) =>
      sql`(SELECT count(*)::integer FROM ${table(groups)} WHERE founder_id = ${userId} AND closed_at IS NULL)`,
    show: (_system, open: number) => ({ study_groups: open }),
  }),
  shares: {
    StudyGroupFounded: (data) => except(data, "founderId"),
    StudyGroupClosed: (data) => except(data, "founderId"),
  },
  exports: {
    study_groups: exportPart<Record<string, unknown>[]>({
      schema: records,
      example: [{ id: 3, topic: "한국어 문법" }],
      read: ({ registry }, userId) => groupsOf(registry, { userId, limit: 1_000 }),
    }),
  },
  leaving,
  retention: [sealed("Topics of study groups")],
  invariants,
  simulates,
  begins: {
    StudyGroupFounded: ({ founderId, foundedAt }) => ({ by: { people: [founderId], at: foundedAt } }),
    ...ignored("StudyGroupClosed"),
  },
  page: {
    path: "/study-groups",
    title: { ko: "공부 모임", en: "Study groups" },
    about: { ko: "함께 공부하는 사람들.", en: "People who study together." },
    script: new URL("./page.tsx", import.meta.url),
  },
  endpoints: studyGroupEndpoints,
});

type StudyGroupIds = typeof ids;

declare module "../../../src/ids/ids.ts" {
  interface IdKinds extends StudyGroupIds {}
}

declare module "../../../src/realtime/snapshot.ts" {
  interface Snapshot {
    study_groups?: number;
  }
}
