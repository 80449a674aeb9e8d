import { z } from "zod";
import { introductions, introductionsOf, type ListedIntroduction } from "../../projections/saju/introductions.ts";
import { defineOnSync } from "../realtime/snapshot.ts";
import { asSeen, seenIntroduction } from "./as_seen.ts";

/** How many open requests a client is told of at once; all are at `GET /api/matches`. */
const introductionsShown = 100;

/** What a snapshot shows of blind dates: the requests that are open. */
export const onSync = defineOnSync({
  answer: { introductions: z.array(seenIntroduction) },
  reads: [introductions],
  find: ({ registry }, userId) =>
    registry.sql`(SELECT coalesce(jsonb_agg(i.row), '[]') FROM (${
      introductionsOf(registry, userId, { status: "requested", limit: introductionsShown })
    }) i)`,
  show: ({ config }, found: ListedIntroduction[], userId) => ({
    introductions: found.map((row) => asSeen(config, row, userId)),
  }),
});

type SajuShown = z.output<z.ZodObject<typeof onSync.answer>>;

declare module "../realtime/snapshot.ts" {
  interface Snapshot extends SajuShown {}
}
