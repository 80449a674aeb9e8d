import { assert, assertEquals } from "@std/assert";
import { getHexagonEdgeLengthAvg, getResolution } from "h3-js";
import { tablesAsText } from "../privacy/needles.ts";
import { crowd, locate } from "../support/client.ts";
import { noon } from "../support/given.ts";
import { testServer } from "../support/server.ts";
import { idOf } from "../support/staff.ts";

Deno.test("of a place its H3 cell of resolution 6 is kept for 24 h, beside the log, and nothing of the point", async () => {
  await using server = await testServer({ now: () => noon });
  const { sql, log } = server.system;
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  const head = await log.head();
  // in Yakutia: these digits stand in no time of day
  await locate(mina, [64.146612, 126.978043]);
  await locate(jun, [64.147498, 126.977016]);

  const rows = await sql<{ user_id: number; cell: string; expires_at: Date }[]>`
    SELECT * FROM locations ORDER BY user_id`;
  const [{ cell }] = rows;
  const expires_at = new Date(noon.getTime() + 24 * 3600 * 1000);
  assertEquals([...rows], [mina, jun].map((one) => ({ user_id: idOf(one), cell, expires_at })), "they share a cell");
  assertEquals(getResolution(cell), 6);
  assertEquals(Math.round(getHexagonEdgeLengthAvg(6, "km") * 10) / 10, 3.7);
  assertEquals(await log.head(), head, "it is no event");
  const text = Object.values(await tablesAsText(sql)).join("\n");
  assert(text.includes(cell));
  for (const digits of ["64.146", "126.978"]) assert(!text.includes(digits), `${digits} is kept`);
});
