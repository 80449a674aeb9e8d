import { tag } from "../../events/event.ts";
import type { Event } from "../../events/vocabulary.ts";
import { notableAccounts, users } from "../../projections/accounts/users.ts";
import type { Admission } from "../deciding/command.ts";
import { type Refusal, refuse } from "../answers/refusals.ts";
import type { System } from "../system.ts";
import { followIntoMemory } from "../log/follow_into_memory.ts";
import type { Tail } from "../log/tail.ts";
import { accessLifetimeSec } from "./tokens.ts";

/** Who is staff, suspended or gone, as this process has heard of it. */
export type Standing = Admission & { isStaff(userId: number): boolean };

type Note = { isStaff: boolean; suspended?: { until: string | null }; erasedAt?: number };

const watched = [
  "AccountSuspended",
  "AccountReinstated",
  "AccountErased",
  "StaffAppointed",
  "StaffDismissed",
] as const satisfies Event["type"][];
/** What takes the right to act away, or to act as staff. */
const barring = ["AccountSuspended", "AccountErased", "StaffDismissed"] as const satisfies Event["type"][];

/**
 * Follows the log, so that who was suspended, erased or dismissed from staff does nothing more of it on any process:
 * their requests are refused as soon as it has heard of it, and what was decided before that is not appended after it.
 */
export async function followStanding(
  tail: Tail,
  registry: System["registry"],
  now: () => Date,
): Promise<Standing> {
  const notes = new Map<number, Note>();
  const goneMs = 2_000 * accessLifetimeSec;

  function note(event: Event): void {
    if (!(watched as readonly string[]).includes(event.type) || !("userId" in event.data)) return;
    const { userId } = event.data;
    const before = notes.get(userId) ?? { isStaff: false };
    notes.set(userId, noted(before, event));
  }

  function noted(before: Note, event: Event): Note {
    switch (event.type) {
      case "AccountSuspended":
        return { ...before, suspended: { until: event.data.until } };
      case "AccountReinstated":
        return { ...before, suspended: undefined };
      case "AccountErased":
        return { isStaff: false, erasedAt: now().getTime() };
      case "StaffAppointed":
        return { ...before, isStaff: true };
      case "StaffDismissed":
        return { ...before, isStaff: false };
      default:
        return before;
    }
  }

  async function read(): Promise<void> {
    for (const user of await notableAccounts(registry, new Date(now().getTime() - goneMs))) {
      notes.set(user.id, {
        isStaff: user.is_staff,
        suspended: user.is_active || user.erased_at ? undefined : { until: user.suspended_until },
        erasedAt: user.erased_at ? new Date(user.erased_at).getTime() : undefined,
      });
    }
  }

  await followIntoMemory({ tail, registry }, { from: users, read, note });

  function refusal(userId: number, { staffOnly }: { staffOnly?: boolean } = {}): Refusal | undefined {
    const note = notes.get(userId);
    if (note?.erasedAt !== undefined) return refuse("auth.session_ended");
    const until = note?.suspended?.until;
    if (until === null || until !== undefined && new Date(until) > now()) {
      return refuse("account.suspended", { until: until === null ? "—" : new Date(until).toISOString() });
    }
    return staffOnly && !note?.isStaff ? refuse("auth.staff_only") : undefined;
  }

  return {
    refusal,
    isStaff: (userId) => notes.get(userId)?.isStaff ?? false,
    guard: (userId) => ({ any: [{ types: barring, tags: [tag.user(userId)] }], after: tail.position() }),
  };
}
