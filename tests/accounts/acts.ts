import { signUp } from "../../src/accounts/sign_up.ts";
import { startSession } from "../../src/accounts/start_session.ts";
import { SYSTEM } from "../../src/deciding/command.ts";
import { hashOf } from "../support/facts.ts";
import type { Acts } from "../support/world.ts";

/** What everyone agreed to. */
export const consents = [{ kind: "terms" as const, version: "1" }];

export const acts: Acts = {
  rules: { consents: { terms: "1" } },

  play: ({ act, history, people, random, upTo }) => ({
    begins() {
      for (let userId = 1; userId <= people; userId++) {
        const name = `user${userId}`;
        act(signUp, {
          userId,
          username: name,
          usernameHash: hashOf(name),
          skeletonHashes: [hashOf(`looks of ${name}`)],
          passwordHash: "argon2id",
          age: 18 + upTo(40),
          gender: random() < 0.5 ? "male" : "female",
          profileImage: null,
          consents,
        }, SYSTEM);
      }
    },
    acts: [(me) => {
      const sessionId = `00000000-0000-4000-8000-${String(history.length).padStart(12, "0")}`;
      const input = { sessionId, userId: me, refreshHash: hashOf(sessionId), device: "phone", address: "::1" };
      act(startSession, { ...input, passwordHash: "argon2id", lifetimeSec: 100 }, me);
    }],
  }),
};
