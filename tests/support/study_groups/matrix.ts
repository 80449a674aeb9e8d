import { z } from "zod";
import { crowd, type Person } from "../client.ts";
import type { Matrix } from "../matrix.ts";

const founded = z.object({ group_id: z.int() });

async function found(person: Person, topic: string): Promise<number> {
  const { body } = await person.post("/api/study-groups/", { topic });
  return founded.parse(body).group_id;
}

export const matrix: Matrix = {
  things: {
    study_group: {
      make: async ({ one }) => ({ id: String(await found(one, "문법")), owner: one }),
      names: (id) => ({ group_id: Number(id) }),
    },
  },
  requests: { body: { topic: "문법" } },
  lists: {
    bounds: { "/api/study-groups/": [20, 100] },
    async readers(server) {
      const [reader] = await crowd(server, [{ name: "founder" }]);
      for (const topic of ["문법", "회화"]) await found(reader, topic);
      return { "/api/study-groups/": { reader } };
    },
  },
  life: {
    async live({ mina }) {
      const topic = "needle topic of a study group";
      await found(mina, topic);
      return { topic };
    },
  },
};
