import type { Check, Note } from "./check.ts";

/** Who holds a name is one account at a time, and only its holder frees it. */
export function checkNames(note: Note): Check {
  const holders = new Map<string, number>();
  return {
    see(event) {
      if (event.type === "AccountErased") {
        const { userId, usernameHash } = event.data;
        if (usernameHash === null) return;
        if (holders.get(usernameHash) === userId) holders.delete(usernameHash);
        else note(event, `user ${userId} leaves the name ${usernameHash}, which is not theirs`);
        return;
      }
      if (event.type !== "AccountRegistered" && event.type !== "UsernameChanged") return;
      const { userId, usernameHash } = event.data;
      if (event.type === "UsernameChanged") {
        const { freedHash } = event.data;
        const holder = holders.get(freedHash);
        if (holder === userId) holders.delete(freedHash);
        else note(event, `user ${userId} frees the name ${freedHash}, held by ${holder ? `user ${holder}` : "nobody"}`);
      }
      const holder = holders.get(usernameHash);
      if (holder !== undefined) note(event, `user ${userId} takes the name ${usernameHash}, held by user ${holder}`);
      holders.set(usernameHash, userId);
    },
  };
}
