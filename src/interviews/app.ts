import { z } from "zod";
import { app } from "../app.ts";

/** Mock interviews, which are to come: clients are promised their place in a snapshot (API.md, `GET /api/sync`). */
export const interviews = app({
  name: "interviews",
  events: {},
  projections: [],
  access: {},
  shares: {},
  push: {},
  onSync: {
    answer: { interviews: z.array(z.never()) },
    reads: [],
    find: ({ registry: { sql } }) => sql`NULL`,
    show: () => ({ interviews: [] }),
  },
});

declare module "../realtime/snapshot.ts" {
  interface Snapshot {
    interviews: never[];
  }
}
