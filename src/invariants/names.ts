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

/** Who holds a name, or an e-mail address, is one account at a time, and only its holder frees it. */
export function checkNames(note: Note): Check {
  const [seeName, seeEmail] = [checkHolders("name", note), checkHolders("e-mail address", note)];
  return {
    see(event) {
      seeName(event, stepOfName(event));
      seeEmail(event, stepOfEmail(event));
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
