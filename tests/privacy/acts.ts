import { eraseAccount } from "../support/commands.ts";
import type { Acts } from "../support/world.ts";

export const acts: Acts = {
  play: ({ act, people, random }) => ({
    acts: [(userId) => random() < 0.01 && act(eraseAccount, { userId }, userId)],
    ends: () => act(eraseAccount, { userId: people }, people),
  }),
};
