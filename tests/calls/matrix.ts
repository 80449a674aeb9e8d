import { assertEquals } from "@std/assert";
import { z } from "zod";
import { buy, callOf, crowd, locate, matched, wants } from "../support/client.ts";
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
  life: {
    async live({ server, mina, juno }) {
      const comment = "needle comment on a call";
      await locate(mina, [-33.9, 18.4]);
      await buy(server, mina);
      await wants(mina, { gender: "male" });
      const call_id = Number(await callOf(mina, await matched(mina, juno)));
      const once = { headers: { "idempotency-key": "once" } };
      const made = [
        await juno.post("/api/call/end/", { call_session_id: String(call_id) }),
        await mina.post("/api/history/rate/", { call_id, rating: 4, comment }, once),
        await juno.post("/api/history/rate/", { call_id, rating: 5, comment: "a comment of juno's" }),
      ];
      assertEquals(made.map(({ status }) => status), [200, 201, 201]);
      const [{ cell }] = await server.system.sql<{ cell: string }[]>`SELECT cell FROM locations`;
      return { comment, cell };
    },
    seen: { "/api/history/recent/": ["first name"] },
    left(seen) {
      const [call] = JSON.parse(seen["/api/history/recent/"]);
      assertEquals([call.username, call.rated], ["탈퇴한 사용자", true]);
    },
  },
  async noted(sql) {
    const [{ noted }] = await sql`SELECT count(*)::integer AS noted FROM queue_presence`;
    return z.int().parse(noted);
  },
};
