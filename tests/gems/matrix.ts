import { buy, crowd } from "../support/client.ts";
import type { Matrix } from "../support/matrix.ts";

export const matrix: Matrix = {
  requests: { body: { reason: "other", gems: 1 }, of: { refundGems: { params: { provider: "development" } } } },
  lists: {
    bounds: { "/api/gem/transactions/": [20, 100] },
    async readers(server) {
      const [reader] = await crowd(server, [{ name: "buyer" }]);
      for (const _ of ["once", "again"]) await buy(server, reader);
      return { "/api/gem/transactions/": { reader } };
    },
  },
};
