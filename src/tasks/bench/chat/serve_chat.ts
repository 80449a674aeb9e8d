/** Ours, whole, as it serves: socket, command, log, read models; people two and two in chats of their own. */
import { AccountRegistered } from "../../../../events/accounts.ts";
import { ChatOpened } from "../../../../events/chat.ts";
import { projections } from "../../../apps.ts";
import { readConfig } from "../../../start/read_config.ts";
import { removeAbandoned } from "../../../database/embedded.ts";
import { start } from "../../../start/start.ts";
import { takeOrders } from "../sockets/orders.ts";

const clients = Number(Deno.args[0]);
const dataDir = await Deno.makeTempDir({ prefix: "inyeon-bench-" });
// PostgreSQL may run under another account than we do
await Deno.chmod(dataDir, 0o755);
const started = await start(readConfig({ DATA_DIR: dataDir, PORT: "0" }), {
  limit: false,
  sockets: { pace: { perSecond: 1e9, burst: 1e9 } },
});
const { log, registry, secrets, tokens, now } = started.system;

const at = now().toISOString();
const userIds = Array.from({ length: clients }, (_, n) => n + 1);
const people = userIds.map((userId) => {
  const username = `user${userId}`;
  const usernameHash = secrets.hash(username);
  return AccountRegistered({
    userId,
    username,
    usernameHash,
    skeletonHashes: [usernameHash],
    passwordHash: "none",
    registeredAt: at,
  });
});
const chats = Array.from(
  { length: clients / 2 },
  (_, n) =>
    ChatOpened({
      chatId: n + 1,
      userIds: [2 * n + 1, 2 * n + 2],
      origin: { kind: "introduction", id: n + 1 },
      openedAt: at,
    }),
);
const meta = { actor: null, correlationId: "bench", app: "saju" } as const;
await log.append({ events: [...people, ...chats], guards: [], meta });
await registry.seen(projections, await log.head(), 60_000);
const access = await Promise.all(
  userIds.map((userId) => tokens.access({ userId, sessionId: crypto.randomUUID() }, now())),
);
console.log(JSON.stringify({ port: Number(new URL(started.url).port), tokens: access }));
await takeOrders(() => {});
await started.stop();
await removeAbandoned(`${dataDir}/postgres`).catch(() => {});
await Deno.remove(dataDir, { recursive: true });
Deno.exit();
