import { z } from "zod";
import { UsernameSkeletonNoted } from "../../events/accounts.ts";
import { id } from "../../events/fields.ts";
import { namesWithoutSkeletons } from "../../projections/accounts/credentials.ts";
import { command, SYSTEM } from "../deciding/command.ts";
import { isRefusal } from "../answers/refusals.ts";
import type { System } from "../system.ts";
import { skeletonHashes } from "./skeletons.ts";
import { account, credentialsOf, heldLooks } from "./state.ts";

/** Records what an older name looks like, from before lookalikes were refused. Others may have a lookalike of it. */
export const noteSkeleton = command({
  name: "noteSkeleton",
  app: "accounts",
  whileSuspended: true,

  input: z.object({ userId: id, username: z.string(), skeletonHashes: z.array(z.string()) }),

  reads: ({ userId }) => ({
    account: account(userId),
    credentials: credentialsOf(userId),
    held: heldLooks(userId),
  }),

  decide: ({ account, credentials, held }, { userId, username, skeletonHashes }) => {
    // renamed, erased or recorded meanwhile
    if (account?.username !== username || !credentials || credentials.skeletons_known) return [];
    const freedSkeletonHashes = held.filter((hash) => !skeletonHashes.includes(hash));
    return [UsernameSkeletonNoted({ userId, skeletonHashes, freedSkeletonHashes })];
  },

  answer: () => ({}),
});

/** How many names to record at the same time. */
const atOnce = 200;

/**
 * Makes the chore that records what older names look like. The first run does all of them; later runs only find names
 * from a process of an older version or a restored backup.
 */
export function skeletonChore({ registry, run, secrets, stopping }: System): () => Promise<void> {
  return async () => {
    while (!stopping.aborted) {
      const names = await namesWithoutSkeletons(registry, atOnce);
      if (names.length === 0) return;
      const correlationId = crypto.randomUUID();
      const outcomes = await Promise.all(
        names.map(({ user_id: userId, username }) => {
          const input = { userId, username, skeletonHashes: skeletonHashes(secrets, username) };
          return run(noteSkeleton, input, { me: SYSTEM, correlationId });
        }),
      );
      // the next run tries again
      if (outcomes.every(isRefusal)) return;
    }
  };
}
