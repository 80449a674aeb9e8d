import { assertEquals } from "@std/assert";
import { access } from "../../src/saju/access.ts";
import type { Matrix } from "../support/matrix.ts";
import { daters, introductionFor } from "./house.ts";

const he = (name: string) => ({ name, gender: "male" as const });

export const matrix: Matrix = {
  things: {
    introduction: {
      make: async ({ server, one, two }) => ({
        id: String(await introductionFor(server, { from: two, to: one })),
        owner: one,
      }),
      names: (id) => ({ match_id: Number(id) }),
    },
  },
  lists: {
    bounds: { "/api/matches/recommendations": [1_000, 1_000], "/api/matches": [100, 1_000] },
    async readers(server) {
      const [reader, ...men] = await daters(server, [
        { name: "dater" },
        ...["asked", "asked too", "shown", "shown too"].map(he),
      ]);
      for (const to of men.slice(0, 2)) await introductionFor(server, { from: reader, to });
      return { "/api/matches/recommendations": { reader }, "/api/matches": { reader } };
    },
  },
  async readers(server) {
    const [reader] = await daters(server, [{ name: "소라" }, ...["하늘", "바다", "구름"].map(he)]);
    const hers = ["sajuProfile", "recommendations", "compatibility", "introductions"] as const;
    return Object.fromEntries(
      hers.map((name) => [name, { reader, path: access[name].path.replace("{user_id}", "1") }]),
    );
  },
  reads: { recommendations: 1 },
  life: {
    async live({ mina }) {
      const said = {
        name: "needle of the dates",
        location: "needle place",
        job: "needle job",
        bio: "a needle in a bio",
      };
      assertEquals((await mina.put("/api/users/me", said)).status, 200);
      return Object.fromEntries(Object.entries(said).map(([field, text]) => [`${field} for blind dates`, text]));
    },
  },
};
