import { z } from "zod";
import type { Simulates } from "../../../src/app/simulates.ts";

const founded = z.object({ group_id: z.int() });
const listed = z.array(z.object({ group_id: z.int(), closed: z.boolean() }));

/** People found a group about what they like, and in the end close it. */
export const simulates: Simulates = {
  life({ ask, surprise }, who) {
    const topic = who.pick(["문법", "회화", "수학"]);
    const path = "/api/study-groups/";
    const mine = new Set<number>();
    return {
      acts: [{
        likelihood: 0.2,
        async act() {
          const reply = await ask({ method: "POST", path, body: { topic }, answer: founded, good: [201], keyed: true });
          if ("body" in reply) mine.add(reply.body.group_id);
        },
      }],
      async leaves() {
        for (const group_id of mine) {
          const params = { group_id };
          await ask({
            method: "DELETE",
            path: `${path}{group_id}`,
            params,
            answer: z.object({ closed: z.literal(true) }),
          });
        }
        const reply = await ask({ method: "GET", path, query: "?limit=100", answer: listed });
        if ("body" in reply && reply.body.some(({ closed }) => !closed)) surprise("a group that was closed is open");
      },
    };
  },
};
