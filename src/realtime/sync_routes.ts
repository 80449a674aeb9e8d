import type { App } from "../app.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { System } from "../system.ts";
import { access } from "./access.ts";
import type { Cursors } from "./cursor.ts";
import { snapshot, snapshotSchema } from "./snapshot.ts";

/** `GET /api/sync`: what a client shows, all of one moment, and the cursor to go on from. */
export function syncEndpoints(system: System, apps: readonly App[], cursorsOf: (userId: number) => Cursors) {
  return [
    endpoint({
      ...access.sync,
      app: "realtime",
      summary: "Everything a client shows, as of one moment, with the cursor to resume from",
      description:
        "For a client that starts, or that got `recovered: false`: show this, then open the socket and `resume` from `cursor`.",
      answers: { 200: snapshotSchema(apps) },
      handle: async ({ user: { userId } }) => {
        const { position, fields } = await snapshot(system, apps, userId);
        const cursor = cursorsOf(userId).write({ position, at: system.now() });
        return ok(200, { cursor, ...fields }, { headers: { "cache-control": "no-store" } });
      },
    }),
  ];
}
