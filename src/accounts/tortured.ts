import { AccountRegistered } from "../../events/accounts.ts";
import { tag } from "../../events/event.ts";
import type { Tortured } from "../app/tortured.ts";

/** Everyone tries about the same names at about the same time. */
export const tortured: Tortured = {
  says({ next }) {
    let tried = 0;
    return [{
      likelihood: 0.15,
      say(draw) {
        const wanted = `torture name ${draw.whole(1, 10 + 3 * tried++)}`.padEnd(16, ".");
        const account = AccountRegistered({
          userId: next(),
          username: wanted,
          usernameHash: wanted,
          passwordHash: "nobody logs in with this",
          registeredAt: new Date().toISOString(),
        });
        return { events: [account], guards: [{ any: [{ tags: [tag.username(wanted)] }], after: 0 }] };
      },
    }];
  },
};
