import { AccountErased, AccountReinstated, StaffAppointed, StaffDismissed } from "../../events/accounts.ts";
import { CallEnded, MatchDropped, MatchLapsed, MatchRequestEnded } from "../../events/calls.ts";
import { GemsGranted, GemsReturned } from "../../events/gems.ts";
import { SYSTEM } from "../../src/deciding/command.ts";
import { grantGems } from "../../src/gems/grant_gems.ts";
import { reinstateAccount } from "../../src/safety/reinstate_account.ts";
import { setStaff } from "../../src/safety/set_staff.ts";
import { accepted, charged, hashOf, made, offered, person, requested, started } from "../support/facts.ts";
import { at, given } from "../support/given.ts";
import { appointed, suspended } from "./facts.ts";
import { suspendAccount } from "../support/commands.ts";

const input = { userId: 1, reason: "욕설", until: null };
const staff = { me: 9 };
const waiting = [...person(1), requested(1), requested(2, -10)];
const erased = AccountErased({ userId: 1, usernameHash: hashOf("user1"), emailHash: null });

Deno.test("a suspension takes someone out of the queue", () => {
  given(...person(1)).when(suspendAccount, input, staff).then(suspended(1));
  given(...waiting).when(suspendAccount, input, staff).then(
    MatchRequestEnded({ userId: 1, reason: "suspended" }),
    suspended(1),
  );
});

Deno.test("a suspension ends an offer: the other waits again", () => {
  given(...waiting, offered()).when(suspendAccount, input, staff).then(
    MatchDropped({ matchId: 7, userIds: [1, 2], reason: "suspended", by: 1, requeued: [2] }),
    suspended(1),
  );
});

Deno.test("a suspension ends a match: gems go back to both", () => {
  given(...waiting, offered([10, 15]), accepted(2), made(1)).when(suspendAccount, input, staff).then(
    GemsReturned({ entryId: 1000, userId: 1, amount: 10, for: { kind: "match", id: 7 }, at: at(0) }),
    GemsReturned({ entryId: 1001, userId: 2, amount: 15, for: { kind: "match", id: 7 }, at: at(0) }),
    MatchLapsed({ matchId: 7, userIds: [1, 2], reason: "suspended", by: 1 }),
    suspended(1),
  );
});

Deno.test("a suspension ends a call", () => {
  given(...waiting, offered(), accepted(2), made(1), started()).when(suspendAccount, input, { ...staff, atSec: 65 })
    .then(
      CallEnded({ callId: 9, matchId: 7, userIds: [1, 2], reason: "suspended", endedAt: at(65), durationSec: 65 }),
      suspended(1),
    );
});

Deno.test("a second suspension replaces the first", () => {
  const until = at(3600);
  given(...person(1), suspended(1)).when(suspendAccount, { ...input, until }, staff).then(suspended(1, until));
});

Deno.test("staff, the erased and nobody are not suspended, and none into the past", () => {
  given(...person(1), appointed(1)).when(suspendAccount, input, staff).refuses("account.is_staff");
  given(...person(1), appointed(1)).when(suspendAccount, input, { me: 1 }).refuses("account.is_staff");
  given(...person(1), erased).when(suspendAccount, input, staff).refuses("account.unknown");
  given().when(suspendAccount, input, staff).refuses("account.unknown");
  given(...person(1)).when(suspendAccount, { ...input, until: at(0) }, staff).refuses("suspension.past");
});

Deno.test("staff end a suspension at any time, its deadline when it is over", () => {
  const back = (by: number | null) => AccountReinstated({ userId: 1, by });
  const of = { userId: 1 };
  given(...person(1), suspended(1)).when(reinstateAccount, of, staff).then(back(9));
  given(...person(1)).when(reinstateAccount, of, staff).then();
  given(...person(1), suspended(1)).when(reinstateAccount, of, { me: SYSTEM, atSec: 1e6 }).then();
  given(...person(1), suspended(1, at(60))).when(reinstateAccount, of, { me: SYSTEM, atSec: 59 }).then();
  given(...person(1), suspended(1, at(60))).when(reinstateAccount, of, { me: SYSTEM, atSec: 60 }).then(back(null));
  given(...person(1), suspended(1), erased).when(reinstateAccount, of, staff).refuses("account.unknown");
});

Deno.test("staff give gems, for a reason", () => {
  const done = given(...person(1), charged(1, 100)).when(grantGems, { userId: 1, amount: 30, reason: "사과" }, staff);
  done.then(GemsGranted({ entryId: 1000, userId: 1, amount: 30, at: at(0), by: 9, reason: "사과" }));
  done.answers({ gems_added: 30, new_balance: 130 });
  given().when(grantGems, { userId: 1, amount: 30, reason: "사과" }, staff).refuses("account.unknown");
});

Deno.test("someone is made staff, and staff no more, once", () => {
  const [add, remove] = [{ userId: 1, isStaff: true }, { userId: 1, isStaff: false }];
  const system = { me: SYSTEM };
  given(...person(1)).when(setStaff, add, system).then(StaffAppointed({ userId: 1 }));
  given(...person(1), appointed(1)).when(setStaff, add, system).then();
  given(...person(1), appointed(1)).when(setStaff, remove, system).then(StaffDismissed({ userId: 1 }));
  given(...person(1)).when(setStaff, remove, system).then();
  given().when(setStaff, add, system).refuses("account.unknown");
});
