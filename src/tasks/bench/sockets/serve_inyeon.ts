/** Ours, whole: the server's own sockets behind its own HTTP, on a database; only the events are made here. */
import type { Event } from "../../../../events/vocabulary.ts";
import { apps } from "../../../apps.ts";
import { followOpenCalls } from "../../../calls/open_calls.ts";
import { readConfig } from "../../../start/read_config.ts";
import { removeAbandoned } from "../../../database/embedded.ts";
import { createApp } from "../../../http/app.ts";
import { openDoors } from "../../../http/doors.ts";
import { createMetrics } from "../../../http/metrics.ts";
import { serve } from "../../../http/serve.ts";
import { openRealtime } from "../../../realtime/realtime.ts";
import { start } from "../../../start/start.ts";
import { takeOrders } from "./orders.ts";

const clients = Number(Deno.args[0]);
const dataDir = await Deno.makeTempDir({ prefix: "inyeon-bench-" });
// PostgreSQL may run under another account than we do
await Deno.chmod(dataDir, 0o755);
const started = await start(readConfig({ DATA_DIR: dataDir, PORT: "0" }));
const { system } = started;
const handlers = new Set<(event: Event) => void>();
let position = system.tail.position();
const tail = {
  ...system.tail,
  on: (handle: (event: Event) => void) => (handlers.add(handle), () => {}),
  position: () => position,
};
const unhurried = { pace: { perSecond: 1e9, burst: 1e9 } };
const metrics = createMetrics({ process: false });
using doors = openDoors(metrics);
const openCalls = await followOpenCalls({ tail, registry: system.registry });
const realtime = await openRealtime({ ...system, tail, openCalls }, { apps, doors }, unhurried);
const app = createApp({
  endpoints: [],
  routes: realtime.routes,
  authenticate: system.authenticate,
  ready: () => Promise.resolve({ ready: true, position }),
  about: { title: "bench", version: "1" },
  limit: false,
});
const server = serve(app, { host: "127.0.0.1", port: 0, doors, closeSockets: realtime.closeSockets });

const meta = { actor: null, correlationId: "bench", app: "calls" } as const;
const userIds = Array.from({ length: clients }, (_, n) => n + 1);

function tell(event: { type: string; data: object; tags: string[] }): void {
  const told = { ...event, position: ++position, recordedAt: new Date(), meta } as Event;
  for (const handle of handlers) handle(told);
}

for (let call = 1; call <= clients / 2; call++) {
  const two = [2 * call - 1, 2 * call];
  const data = { callId: call, matchId: call, userIds: two, startedBy: two[0], startedAt: new Date().toISOString() };
  tell({ type: "CallStarted", data, tags: two.map((userId) => `user:${userId}`) });
}
const tokens = await Promise.all(
  userIds.map((userId) => system.tokens.access({ userId, sessionId: crypto.randomUUID() }, system.now())),
);
console.log(JSON.stringify({ port: server.port, tokens }));

const tags = userIds.map((userId) => `user:${userId}`);
await takeOrders(() => {
  const now = new Date().toISOString();
  tell({ type: "MatchMade", data: { matchId: 1, userIds, acceptedBy: 1, madeAt: now, startBy: now }, tags });
});
await realtime[Symbol.asyncDispose]();
await started.stop();
await removeAbandoned(`${dataDir}/postgres`).catch(() => {});
await Deno.remove(dataDir, { recursive: true });
Deno.exit();
