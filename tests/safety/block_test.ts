import { CallEnded, MatchDropped, MatchLapsed, MatchOffered } from "../../events/calls.ts";
import { GemsReturned } from "../../events/gems.ts";
import { PersonUnblocked } from "../../events/safety.ts";
import { offerMatch } from "../../src/calls/matcher/offer_match.ts";
import { unblockPerson } from "../../src/safety/unblock_person.ts";
import { accepted, made, offered, person, requested, started } from "../support/facts.ts";
import { at, given } from "../support/given.ts";
import { blocked } from "./facts.ts";
import { blockPerson } from "../support/commands.ts";

const input = { other: 2, met: { kind: "match" as const, id: 7 } };
const waiting = [requested(1), requested(2, -10)];
const cells: [null, null] = [null, null];

Deno.test("a block of someone with whom nothing is open is the block alone", () => {
  const done = given(...waiting).when(blockPerson, input, { me: 1 });
  done.then(blocked(1, 2));
  done.answers({ block_id: 1000 });
});

Deno.test("blocking the same person again answers the same block", () => {
  const again = given(blocked(1, 2, 5)).when(blockPerson, input, { me: 1 });
  again.then();
  again.answers({ block_id: 5 });
});

Deno.test("each of the two may block the other", () => {
  given(blocked(2, 1, 5)).when(blockPerson, input, { me: 1 }).then(blocked(1, 2));
});

Deno.test("nobody blocks themselves", () => {
  given().when(blockPerson, { ...input, other: 1 }, { me: 1 }).refuses("account.unknown");
});

Deno.test("a block ends an offer: the other waits again, who blocked does not", () => {
  given(...waiting, offered(), accepted(1)).when(blockPerson, input, { me: 1 }).then(
    MatchDropped({ matchId: 7, userIds: [1, 2], reason: "blocked", by: 1, requeued: [2] }),
    blocked(1, 2),
  );
});

Deno.test("a block ends a match without a call: the gems go back to each who paid", () => {
  given(...waiting, offered([0, 15]), accepted(2), made(1)).when(blockPerson, input, { me: 1 }).then(
    GemsReturned({ entryId: 1000, userId: 2, amount: 15, for: { kind: "match", id: 7 }, at: at(0) }),
    MatchLapsed({ matchId: 7, userIds: [1, 2], reason: "blocked", by: 1 }),
    blocked(1, 2, 1001),
  );
});

Deno.test("a block ends a call", () => {
  given(...waiting, offered(), accepted(2), made(1), started()).when(blockPerson, input, { me: 1, atSec: 30 }).then(
    CallEnded({ callId: 9, matchId: 7, userIds: [1, 2], reason: "blocked", endedAt: at(30), durationSec: 30 }),
    { ...blocked(1, 2), data: { ...blocked(1, 2).data, blockedAt: at(30) } },
  );
});

Deno.test("what is open with somebody else goes on", () => {
  const met = { other: 3, met: { kind: "match" as const, id: 6 } };
  given(...waiting, offered()).when(blockPerson, met, { me: 1 }).then(
    { ...blocked(1, 3), data: { ...blocked(1, 3).data, met: met.met } },
  );
});

Deno.test("one's own block is taken back, once, and nobody else's", () => {
  const back = PersonUnblocked({ blockId: 5, blockerId: 1, blockedId: 2 });
  given(blocked(1, 2, 5)).when(unblockPerson, { block_id: 5 }, { me: 1 }).then(back);
  given(blocked(1, 2, 5), back).when(unblockPerson, { block_id: 5 }, { me: 1 }).refuses("block.unknown");
  given(blocked(1, 2, 5)).when(unblockPerson, { block_id: 5 }, { me: 2 }).refuses("block.unknown");
  given().when(unblockPerson, { block_id: 5 }, { me: 1 }).refuses("block.unknown");
});

Deno.test("no offer is made to two with a block in force, whoever made it", () => {
  const two = [...person(1), ...person(2), ...waiting];
  const offer = { userIds: [1, 2] as [number, number], cells };
  const back = PersonUnblocked({ blockId: 5, blockerId: 2, blockedId: 1 });
  given(...two, blocked(1, 2)).when(offerMatch, offer, { me: 0 }).refuses("match.not_fitting");
  given(...two, blocked(2, 1)).when(offerMatch, offer, { me: 0 }).refuses("match.not_fitting");
  given(...two, blocked(2, 1, 5), blocked(1, 2, 6), back).when(offerMatch, offer, { me: 0 }).refuses(
    "match.not_fitting",
  );
  given(...two, blocked(2, 1, 5), back).when(offerMatch, offer, { me: 0 }).then(
    MatchOffered({
      matchId: 1000,
      userIds: [1, 2],
      waitingSince: [at(-20), at(-10)],
      costs: [0, 0],
      offeredAt: at(0),
      expiresAt: at(10),
    }),
  );
});
