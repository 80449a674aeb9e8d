import type { Event } from "../../events/vocabulary.ts";
import type { Check, Note } from "./check.ts";

/** What an event does to who holds what; both by the keyed hash. */
type Step = { userId: number; leaves?: string; frees?: string; takes?: string };

function stepOfName({ type, data }: Event): Step | undefined {
  switch (type) {
    case "AccountRegistered":
      return { userId: data.userId, takes: data.usernameHash ?? undefined };
    case "UsernameChanged":
      return { userId: data.userId, frees: data.freedHash ?? undefined, takes: data.usernameHash };
    case "AccountErased":
      return { userId: data.userId, leaves: data.usernameHash ?? undefined };
  }
}

function stepOfEmail({ type, data }: Event): Step | undefined {
  switch (type) {
    case "EmailChanged":
      return { userId: data.userId, frees: data.freedHash ?? undefined, takes: data.emailHash };
    case "AccountErased":
      return { userId: data.userId, leaves: data.emailHash ?? undefined };
  }
}

/**
 * A name or an e-mail address belongs to one account at a time, and only its holder frees it. Nobody takes a name that
 * looks like another's.
 */
export function checkNames(note: Note): Check {
  const [seeName, seeEmail] = [checkHolders("name", note), checkHolders("e-mail address", note)];
  const seeLooks = checkLooks(note);
  return {
    see(event) {
      seeName(event, stepOfName(event));
      seeEmail(event, stepOfEmail(event));
      seeLooks(event);
    },
  };
}

function checkHolders(what: string, note: Note): (event: Event, step: Step | undefined) => void {
  const holders = new Map<string, number>();
  return (event, step) => {
    if (!step) return;
    const { userId, leaves, frees, takes } = step;
    if (leaves !== undefined) {
      if (holders.get(leaves) === userId) holders.delete(leaves);
      else note(event, `user ${userId} leaves the ${what} ${leaves}, which is not theirs`);
    }
    if (frees !== undefined) {
      const holder = holders.get(frees);
      if (holder === userId) holders.delete(frees);
      else note(event, `user ${userId} frees the ${what} ${frees}, held by ${holder ? `user ${holder}` : "nobody"}`);
    }
    if (takes !== undefined) {
      const holder = holders.get(takes);
      if (holder !== undefined) note(event, `user ${userId} takes the ${what} ${takes}, held by user ${holder}`);
      holders.set(takes, userId);
    }
  };
}

/** Names older than the comparison may look alike: a separate event records them. */
function checkLooks(note: Note): (event: Event) => void {
  const holders = new Map<string, Set<number>>();
  const holdersOf = (look: string) => holders.getOrInsertComputed(look, () => new Set());

  function free(event: Event, userId: number, looks: readonly string[]): void {
    for (const look of looks) {
      if (!holdersOf(look).delete(userId)) note(event, `user ${userId} frees the looks ${look}, which are not theirs`);
    }
  }
  function take(event: Event, userId: number, looks: readonly string[]): void {
    for (const look of looks) {
      const held = holdersOf(look);
      if (!held.has(userId) && held.size > 0) {
        note(event, `user ${userId} takes a name that looks like that of user ${[...held].join(", ")}`);
      }
      held.add(userId);
    }
  }

  return (event) => {
    switch (event.type) {
      case "AccountRegistered":
        return take(event, event.data.userId, event.data.skeletonHashes ?? []);
      case "UsernameChanged":
        free(event, event.data.userId, event.data.freedSkeletonHashes ?? []);
        return take(event, event.data.userId, event.data.skeletonHashes ?? []);
      case "UsernameSkeletonNoted":
        free(event, event.data.userId, event.data.freedSkeletonHashes);
        for (const look of event.data.skeletonHashes) holdersOf(look).add(event.data.userId);
        return;
      case "AccountErased":
        return free(event, event.data.userId, event.data.skeletonHashes ?? []);
    }
  };
}
