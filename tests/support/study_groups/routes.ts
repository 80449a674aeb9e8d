import { z } from "zod";
import { askerOf } from "../../../src/accounts/asker.ts";
import { answer, endpoint, ok } from "../../../src/http/endpoint.ts";
import { idParam, instant, limit } from "../../../src/http/fields.ts";
import type { System } from "../../../src/system.ts";
import { access } from "./access.ts";
import { closeGroup } from "./close_group.ts";
import { foundGroup } from "./found_group.ts";
import { groupsOf } from "./study_groups.ts";

const app = "study_groups";
const groupId = z.int().meta({ examples: [3] });
const topic = z.string().meta({ examples: ["한국어 문법"] });

/** The endpoints of study groups. */
export function studyGroupEndpoints(system: System) {
  return [foundEndpoint(system), listEndpoint(system), closeEndpoint(system)];
}

function foundEndpoint({ run }: System) {
  return endpoint({
    ...access.foundStudyGroup,
    app,
    summary: "Found a study group",
    description: "A group about one topic, open until its founder closes it.",
    idempotent: true,
    body: foundGroup.input,
    answers: { 201: z.object({ group_id: groupId }) },
    handle: async (request) => answer(201, await run(foundGroup, request.body, askerOf(request))),
  });
}

function listEndpoint({ registry }: System) {
  return endpoint({
    ...access.studyGroups,
    app,
    summary: "My study groups, newest first",
    description: "Those that are closed, too.",
    query: z.object({ limit: limit({ default: 20, max: 100 }) }),
    answers: {
      200: z.array(
        z.object({ group_id: groupId, topic, founded_at: instant, closed: z.boolean() })
          .meta({ id: "StudyGroup" }),
      ),
    },
    handle: async ({ user, query }) => {
      const groups = await groupsOf(registry, { userId: user.userId, ...query });
      return ok(
        200,
        groups.map(({ id, topic, founded_at, closed_at }) => ({
          group_id: id,
          topic: topic ?? "",
          founded_at: new Date(founded_at).toISOString(),
          closed: closed_at !== null,
        })),
      );
    },
  });
}

function closeEndpoint({ run }: System) {
  return endpoint({
    ...access.closeStudyGroup,
    app,
    summary: "Close a study group of mine",
    description: "Harmless if it is closed already.",
    params: z.object({ group_id: idParam }),
    answers: { 200: z.object({ closed: z.boolean() }) },
    refusals: ["study_group.unknown"],
    handle: async (request) => answer(200, await run(closeGroup, request.params, askerOf(request))),
  });
}
