import type { accountEvents } from "../../events/accounts.ts";
import type { Event } from "../../events/vocabulary.ts";
import { ignored, type Invariant, type Note } from "../app/invariants.ts";

/** What an event does to who holds what; both by the keyed hash. */
type Step = { userId: number; leaves?: string | null; frees?: string | null; takes?: string | null };

/**
 * A name or an e-mail address belongs to one account at a time, and only its holder frees it. Nobody takes a name that
 * looks like another's.
 */
const names: Invariant<keyof typeof accountEvents> = {
  says: "a username belongs to one account at a time",
  begin(note) {
    const [name, email] = [checkHolders("name", note), checkHolders("e-mail address", note)];
    const looks = checkLooks(note);
    return {
      on: {
        ...ignored("ProfileChanged", "SessionStarted", "SessionRefreshed", "SessionEnded", "PasswordChanged"),
        ...ignored("EmailVerified", "AccountSuspended", "AccountReinstated", "StaffAppointed", "StaffDismissed"),
        ...ignored("ConsentGiven", "PersonalDataViewed", "MailRequested"),
        AccountRegistered(event) {
          const { userId, usernameHash, skeletonHashes } = event.data;
          name(event, { userId, takes: usernameHash });
          looks.take(event, userId, skeletonHashes);
        },
        UsernameChanged(event) {
          const { userId, freedHash, usernameHash, freedSkeletonHashes, skeletonHashes } = event.data;
          name(event, { userId, frees: freedHash, takes: usernameHash });
          looks.free(event, userId, freedSkeletonHashes);
          looks.take(event, userId, skeletonHashes);
        },
        UsernameSkeletonNoted(event) {
          const { userId, freedSkeletonHashes, skeletonHashes } = event.data;
          looks.free(event, userId, freedSkeletonHashes);
          looks.note(userId, skeletonHashes);
        },
        EmailChanged(event) {
          const { userId, freedHash, emailHash } = event.data;
          email(event, { userId, frees: freedHash, takes: emailHash });
        },
        AccountErased(event) {
          const { userId, usernameHash, emailHash, skeletonHashes } = event.data;
          name(event, { userId, leaves: usernameHash });
          email(event, { userId, leaves: emailHash });
          looks.free(event, userId, skeletonHashes);
        },
      },
    };
  },
};

function checkHolders(what: string, note: Note): (event: Event, step: Step) => void {
  const holders = new Map<string, number>();
  return (event, { userId, leaves, frees, takes }) => {
    if (leaves != null) {
      if (holders.get(leaves) === userId) holders.delete(leaves);
      else note(event, `user ${userId} leaves the ${what} ${leaves}, which is not theirs`);
    }
    if (frees != null) {
      const holder = holders.get(frees);
      if (holder === userId) holders.delete(frees);
      else note(event, `user ${userId} frees the ${what} ${frees}, held by ${holder ? `user ${holder}` : "nobody"}`);
    }
    if (takes != null) {
      const holder = holders.get(takes);
      if (holder !== undefined) note(event, `user ${userId} takes the ${what} ${takes}, held by user ${holder}`);
      holders.set(takes, userId);
    }
  };
}

/** Names older than the comparison may look alike: a separate event notes them. */
function checkLooks(note: Note) {
  const holders = new Map<string, Set<number>>();
  const holdersOf = (look: string) => holders.getOrInsertComputed(look, () => new Set());
  return {
    free(event: Event, userId: number, looks: readonly string[] = []): void {
      for (const look of looks) {
        if (!holdersOf(look).delete(userId)) {
          note(event, `user ${userId} frees the looks ${look}, which are not theirs`);
        }
      }
    },
    take(event: Event, userId: number, looks: readonly string[] = []): void {
      for (const look of looks) {
        const held = holdersOf(look);
        if (!held.has(userId) && held.size > 0) {
          note(event, `user ${userId} takes a name that looks like that of user ${[...held].join(", ")}`);
        }
        held.add(userId);
      }
    },
    note(userId: number, looks: readonly string[]): void {
      for (const look of looks) holdersOf(look).add(userId);
    },
  };
}

/** What must hold of every log. */
export const invariants = { names };
