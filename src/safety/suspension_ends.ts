import { suspensionsToEnd } from "../../projections/accounts/users.ts";
import type { Event } from "../../events/vocabulary.ts";
import { SYSTEM } from "../deciding/command.ts";
import { openDeadlines } from "../leaders/deadlines.ts";
import type { Fence } from "../log/log.ts";
import { isRefusal } from "../answers/refusals.ts";
import type { System } from "../system.ts";
import { reinstateAccount } from "./reinstate_account.ts";

/** Reinstates people once the time of their suspension is over, for as long as this process leads. */
export async function runSuspensionEnds(system: System, fence: Fence, signal: AbortSignal): Promise<void> {
  const { log, registry, run, now } = system;
  using open = openDeadlines({
    now,
    // someone who was erased meanwhile is not tried again
    isUnmet: (outcome) => isRefusal(outcome) && outcome.refusal === "server.busy",
    failed: (error) => system.report("suspensions", error),
  });
  const asker = { me: SYSTEM, correlationId: crypto.randomUUID(), fence, wait: false };
  const suspended = (userId: number, until: string) =>
    open.set(`user:${userId}`, until, () => run(reinstateAccount, { userId }, asker));

  const { at, people } = await suspensionsToEnd(registry);
  for (const { id, suspended_until } of people) suspended(id, suspended_until);
  await log.subscribe(at, (events) => events.forEach(note), signal);

  function note(event: Event): void {
    switch (event.type) {
      case "AccountSuspended":
        if (event.data.until !== null) return suspended(event.data.userId, event.data.until);
        return open.delete(`user:${event.data.userId}`);
      case "AccountReinstated":
      case "AccountErased":
        return open.delete(`user:${event.data.userId}`);
    }
  }
}
