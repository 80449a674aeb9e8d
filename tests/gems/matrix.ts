import { assertEquals } from "@std/assert";
import { buy, crowd } from "../support/client.ts";
import type { Matrix } from "../support/matrix.ts";
import { appoint, idOf } from "../support/staff.ts";

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
  life: {
    async live({ server, mina, juno }) {
      const reason = "needle reason of a grant";
      const staff = await appoint(server, juno);
      const { status } = await staff.post(`/api/admin/users/${idOf(mina)}/gems`, { amount: 1, reason });
      assertEquals(status, 200);
      return { "reason of a grant": reason };
    },
    loggedAlone: ["reason of a grant"],
  },
};
