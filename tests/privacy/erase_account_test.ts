import { AccountErased, EmailChanged, SessionEnded, SessionStarted } from "../../events/accounts.ts";
import { CallEnded, MatchDropped, MatchRequestEnded } from "../../events/calls.ts";
import { SYSTEM } from "../../src/deciding/command.ts";
import { ended, hashOf, made, offered, person, requested, started } from "../support/facts.ts";
import { at, given } from "../support/given.ts";
import { eraseAccount } from "../support/commands.ts";

const sessionId = "11111111-1111-4111-8111-111111111111";
const session = SessionStarted({
  sessionId,
  userId: 1,
  refreshHash: hashOf("refresh"),
  device: "phone",
  address: "::1",
  startedAt: at(-500),
  expiresAt: at(500),
});
const sessionOver = SessionEnded({ sessionId, userId: 1, reason: "erased" });
const erased = AccountErased({ userId: 1, usernameHash: hashOf("user1"), emailHash: null, skeletonHashes: [] });
const people = [...person(1), ...person(2)];

Deno.test("an erasure ends every session and frees name and address, in one append", () => {
  given(...people, session).when(eraseAccount, { userId: 1 }, { me: 1 }).then(sessionOver, erased);
  given(...people, session).when(eraseAccount, { userId: 1 }, { me: SYSTEM }).then(sessionOver, erased);
  const logout = SessionEnded({ sessionId, userId: 1, reason: "logout" });
  given(...people, session, logout).when(eraseAccount, { userId: 1 }, { me: 1 }).then(erased);
  const email = EmailChanged({ userId: 1, email: "a@b.example", emailHash: hashOf("email"), freedHash: null });
  given(...people, email).when(eraseAccount, { userId: 1 }, { me: 1 })
    .then(AccountErased({ ...erased.data, emailHash: hashOf("email") }));
});

Deno.test("whoever is erased is in no queue, offer, match or call any more", () => {
  given(...people, requested(1)).when(eraseAccount, { userId: 1 }, { me: 1 })
    .then(MatchRequestEnded({ userId: 1, reason: "erased" }), erased);
  const waiting = [...people, requested(1), requested(2, -10)];
  given(...waiting, offered()).when(eraseAccount, { userId: 1 }, { me: 1 }).then(
    MatchDropped({ matchId: 7, userIds: [1, 2], reason: "erased", by: 1, requeued: [2] }),
    erased,
  );
  given(...waiting, offered(), made(2), started()).when(eraseAccount, { userId: 1 }, { me: 1, atSec: 5 }).then(
    CallEnded({ callId: 9, matchId: 7, userIds: [1, 2], reason: "erased", endedAt: at(5), durationSec: 5 }),
    erased,
  );
  given(...waiting, offered(), made(2), started(), ended(3)).when(eraseAccount, { userId: 1 }, { me: 1 }).then(erased);
});

Deno.test("an erasure happens once, and to nobody who is not there", () => {
  given(...people, erased).when(eraseAccount, { userId: 1 }, { me: SYSTEM }).then();
  given().when(eraseAccount, { userId: 1 }, { me: SYSTEM }).refuses("account.unknown");
});
