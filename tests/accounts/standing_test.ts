import { assertEquals } from "@std/assert";
import { GemsGranted } from "../../events/gems.ts";
import { followEndedSessions } from "../../src/accounts/ended_sessions.ts";
import { endOtherSessions } from "../../src/accounts/end_other_sessions.ts";
import { followStanding } from "../../src/accounts/standing.ts";
import { SYSTEM } from "../../src/deciding/command.ts";
import { isRefusal } from "../../src/answers/refusals.ts";
import { grantGems } from "../../src/gems/grant_gems.ts";
import { setStaff } from "../../src/safety/set_staff.ts";
import { crowd, gemsOf } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { testServer } from "../support/server.ts";
import { appoint, idOf } from "../support/staff.ts";
import { eventsOf } from "../support/sound.ts";
import { suspendAccount } from "../support/commands.ts";

const correlationId = "test";

Deno.test("who was dismissed from staff does nothing more as staff, not even what was decided before", async () => {
  await using server = await testServer();
  const { system } = server;
  const [mina, juno] = await crowd(server, [{ name: "mina" }, { name: "juno" }]);
  const staffId = idOf(await appoint(server, mina));
  const gift = { userId: idOf(juno), amount: 5, reason: "선물" };
  const grant = () => system.run(grantGems, gift, { me: staffId, correlationId });
  assertEquals(isRefusal(await grant()), false);

  const standing = await followStanding(system.tail, system.registry, system.now);
  assertEquals(standing.isStaff(staffId), true);
  const guard = standing.guard(staffId);
  await system.run(setStaff, { userId: staffId, isStaff: false }, { me: SYSTEM, correlationId });
  const late = GemsGranted({ ...gift, entryId: 999, at: system.now().toISOString(), by: staffId });
  const meta = { actor: staffId, correlationId, app: "calls" as const };
  assertEquals((await system.log.append({ events: [late], guards: [guard], meta })).outcome, "conflict");

  await eventually(() => Promise.resolve(!standing.isStaff(staffId)));
  const refused = await grant();
  assertEquals(isRefusal(refused) && refused.refusal, "auth.staff_only");
  assertEquals(await gemsOf(juno), 5);
});

Deno.test("a process that starts while the read models lag still knows who was suspended and whose session ended", async () => {
  await using server = await testServer();
  const { system } = server;
  const [mina, chief] = await crowd(server, [{ name: "mina" }, { name: "chief" }]);
  const by = idOf(await appoint(server, chief));

  const lagging = await system.sql.reserve();
  await lagging`BEGIN`;
  await lagging`SELECT FROM read_models FOR UPDATE`;
  const suspension = { userId: idOf(mina), reason: "욕설", until: null };
  await system.run(suspendAccount, suspension, { me: by, correlationId, wait: false });
  const none = { sessionId: crypto.randomUUID() };
  await system.run(endOtherSessions, none, { me: idOf(mina), correlationId, wait: false });
  const [{ position, data }] = await eventsOf(system, "SessionEnded");
  await eventually(() => Promise.resolve(system.tail.position() >= position));
  const following = Promise.all([
    followStanding(system.tail, system.registry, system.now),
    followEndedSessions(system.tail, system.registry, system.now),
  ]);
  await lagging`COMMIT`;
  lagging.release();
  const [standing, ended] = await following;
  assertEquals(standing.refusal(idOf(mina))?.refusal, "account.suspended");
  assertEquals(ended.has(data.sessionId), true);
});
