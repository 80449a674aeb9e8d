import { z } from "zod";
import { callOf, crowd, matched } from "../support/client.ts";
import type { Matrix } from "../support/matrix.ts";

export const matrix: Matrix = {
  things: {
    match: {
      make: async ({ one, two }) => ({ id: String(await matched(one, two)), owner: one }),
      names: (id) => ({ match_id: Number(id) }),
    },
    call: {
      make: async ({ one, things }) => ({ id: await callOf(one, Number(things.match)), owner: one }),
      names: (id) => ({ call_id: Number(id), call_session_id: id }),
    },
  },
  requests: {
    body: { decision: "accept", rating: 5, wait: 0 },
    of: { requestMatch: { query: "?wait=0" } },
  },
  lists: {
    bounds: { "/api/history/recent/": [20, 100] },
    async readers(server) {
      const [reader, ...others] = await crowd(server, ["caller", "called", "called too"].map((name) => ({ name })));
      for (const other of others) {
        const call_session_id = await callOf(reader, await matched(reader, other));
        await reader.post("/api/call/end/", { call_session_id });
      }
      return { "/api/history/recent/": { reader } };
    },
  },
  async readers(server) {
    const [reader] = await crowd(server, [{ name: "mina" }]);
    return { requestMatch: { reader, path: "/api/match/random/?wait=0" } };
  },
  reads: { requestMatch: 1 },
  async noted(sql) {
    const [{ noted }] = await sql`SELECT count(*)::integer AS noted FROM queue_presence`;
    return z.int().parse(noted);
  },
};
