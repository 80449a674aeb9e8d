import { assertEquals } from "@std/assert";
import { z } from "zod";
import { crowd, matched } from "../support/client.ts";
import type { Matrix } from "../support/matrix.ts";
import type { TestServer } from "../support/server.ts";
import { appoint } from "../support/staff.ts";
import { block, report } from "./house.ts";

/** Someone who met two people, and whoever may judge what comes of it. */
async function whoMetTwo(server: TestServer) {
  const people = await crowd(server, ["meeting", "met", "met too", "chief"].map((name) => ({ name })));
  const [someone, met, metToo, chief] = people;
  const matches = [await matched(someone, met)];
  await someone.post("/api/match/cancel/");
  matches.push(await matched(someone, metToo));
  return { someone, matches, chief: await appoint(server, chief) };
}

export const matrix: Matrix = {
  things: {
    block: {
      async make({ two, things }) {
        const { body } = await two.post("/api/blocks", { match_id: Number(things.match) });
        return { id: String(z.object({ block_id: z.int() }).parse(body).block_id), owner: two };
      },
      names: (id) => ({ block_id: Number(id) }),
    },
  },
  requests: { body: { reason: "other" } },
  lists: {
    bounds: { "/api/blocks": [100, 1_000], "/api/admin/reports": [20, 100] },
    async readers(server) {
      const { someone, matches, chief } = await whoMetTwo(server);
      for (const match_id of matches) await report(someone, { match_id });
      for (const match_id of matches) await block(someone, { match_id });
      return { "/api/blocks": { reader: someone }, "/api/admin/reports": { reader: chief } };
    },
  },
  async readers(server) {
    const { someone, matches: [match_id], chief } = await whoMetTwo(server);
    const reportId = await report(someone, { match_id, reason: "other" });
    return { viewReport: { reader: chief, path: `/api/admin/reports/${reportId}` } };
  },
  reads: { viewReport: 1 },
  life: {
    // two who met once do not soon meet again: it is about their call
    async live({ juno }) {
      const [{ call_id }] = z.array(z.looseObject({ call_id: z.int() })).parse(
        (await juno.get("/api/history/recent/")).body,
      );
      await report(juno, { call_id, reason: "other" });
      await block(juno, { call_id });
      return {};
    },
    seen: { "/api/blocks": ["first name"] },
    left: (seen) => assertEquals(JSON.parse(seen["/api/blocks"])[0].username, "탈퇴한 사용자"),
  },
};
