import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  AccountErased,
  AccountRegistered,
  AccountReinstated,
  AccountSuspended,
  EmailChanged,
  UsernameChanged,
  UsernameSkeletonNoted,
} from "../../events/accounts.ts";
import {
  CallEnded,
  CallRated,
  CallStarted,
  MatchAccepted,
  MatchDropped,
  MatchLapsed,
  MatchMade,
  MatchOffered,
  MatchRequested,
  MatchRequestEnded,
} from "../../events/calls.ts";
import { ChatErased, ChatLeft, ChatOpened, MessageSent, MessagesRead } from "../../events/chat.ts";
import type { NewEvent } from "../../events/event.ts";
import {
  GemsCharged,
  GemsGiven,
  GemsGranted,
  GemsReturned,
  GemsRevoked,
  GemsSpent,
  PaymentRevoked,
} from "../../events/gems.ts";
import { PersonBlocked, PersonUnblocked } from "../../events/safety.ts";
import type { Event } from "../../events/vocabulary.ts";
import { checkInvariants } from "../../src/invariants/invariants.ts";
import { at, noon } from "../support/given.ts";

/** Appends, each with a correlation id of its own, as they would stand in a log. */
function history(...appends: (NewEvent | NewEvent[])[]): Event[] {
  const events = appends.flatMap((append, n) =>
    [append].flat().map((event) => ({ event, correlationId: `append ${n}` }))
  );
  return events.map(({ event, correlationId }, n) =>
    ({
      ...event,
      position: n + 1,
      recordedAt: new Date(noon.getTime() + n),
      meta: { actor: null, correlationId, app: "calls" },
    }) as Event
  );
}

async function violations(events: Event[]): Promise<string[]> {
  const pages = async function* () {
    for (let n = 0; n < events.length; n += 3) yield events.slice(n, n + 3);
  };
  return await checkInvariants(pages(), { rematchCooldownSec: 3600 });
}

const in6 = { chatId: 6, userIds: [1, 2] as [number, number] };
const chat6 = ChatOpened({ ...in6, origin: { kind: "introduction", id: 3 }, openedAt: at(0) });
const noChat6 = ChatErased(in6);
const leftBy = (userId: number) => ChatLeft({ ...in6, userId, leftAt: at(0) });
const readBy = (readerId: number, upTo: number, count: number, told = true) =>
  MessagesRead({ ...in6, readerId, upTo, count, told, readAt: at(0) });
const said = (messageId: number, senderId: number, counts: [number, number], clientId = messageId) =>
  MessageSent({
    ...in6,
    messageId,
    senderId,
    content: "안녕",
    clientId: String(clientId),
    clientHash: `hash of the client's ${clientId}`,
    sealedFor: -25,
    counts,
    sentAt: at(0),
  });

const nameHash = (name: string) => `hash of the name ${name}`;
const registered = (userId: number, name: string) =>
  AccountRegistered({ userId, username: name, usernameHash: nameHash(name), passwordHash: "…", registeredAt: at(0) });
const renamed = (userId: number, from: string, to: string) =>
  UsernameChanged({ userId, username: to, usernameHash: nameHash(to), freedHash: nameHash(from) });
const looks = (look: string) => [`what looks like ${look}`];
const registeredAs = (userId: number, name: string, look: string) =>
  AccountRegistered({ ...registered(userId, name).data, skeletonHashes: looks(look) });
const noted = (userId: number, look: string) =>
  UsernameSkeletonNoted({ userId, skeletonHashes: looks(look), freedSkeletonHashes: [] });
const took = (userId: number, email: string, freed: string | null = null) =>
  EmailChanged({ userId, email, emailHash: nameHash(email), freedHash: freed && nameHash(freed) });
const erased = (userId: number, name: string, email: string | null = null) =>
  AccountErased({ userId, usernameHash: nameHash(name), emailHash: email && nameHash(email) });
const payment = (userId: number) => ({
  provider: "development",
  productId: "gems_100",
  paymentHash: `payment of user ${userId}`,
  userId,
});
const charged = (userId: number, entryId: number, balanceAfter = 100) =>
  GemsCharged({ ...payment(userId), entryId, amount: 100, balanceAfter, at: at(0) });
const foretold = (userId: number) => {
  const { provider, paymentHash } = payment(userId);
  return PaymentRevoked({ provider, paymentHash, at: at(0) });
};
const revoked = (userId: number, entryId: number) =>
  GemsRevoked({ ...payment(userId), entryId, amount: 100, at: at(0) });
const spent = (userId: number, matchId: number, entryId: number, amount = 10) =>
  GemsSpent({ entryId, userId, for: { kind: "match", id: matchId }, amount, at: at(0) });
const returned = (userId: number, matchId: number, entryId: number, amount = 10) =>
  GemsReturned({ entryId, userId, for: { kind: "match", id: matchId }, amount, at: at(0) });
const waits = (userId: number, sec = userId) => MatchRequested({ userId, since: at(sec) });
const offered = (
  matchId: number,
  userIds: [number, number] = [1, 2],
  more: { costs?: [number, number]; sec?: number } = {},
) =>
  MatchOffered({
    matchId,
    userIds,
    waitingSince: [at(userIds[0]), at(userIds[1])],
    costs: more.costs ?? [0, 0],
    offeredAt: at(more.sec ?? 0),
    expiresAt: at((more.sec ?? 0) + 10),
  });
const accepted = (userId: number, matchId: number) => MatchAccepted({ userId, matchId });
const made = (matchId: number, acceptedBy = 2, userIds: [number, number] = [1, 2], sec = 5) =>
  MatchMade({ matchId, userIds, acceptedBy, madeAt: at(sec), startBy: at(sec + 60) });
const dropped = (matchId: number, requeued: number[] = [], userIds: [number, number] = [1, 2]) =>
  MatchDropped({ matchId, userIds, reason: "declined", by: null, requeued });
const lapsed = (matchId: number) => MatchLapsed({ matchId, userIds: [1, 2], reason: "expired", by: null });
const givenUp = (matchId: number, by: number) => MatchLapsed({ matchId, userIds: [1, 2], reason: "cancelled", by });
const started = (callId: number, matchId: number, sec = 6) =>
  CallStarted({ callId, matchId, userIds: [1, 2], startedBy: 1, startedAt: at(sec) });
const ended = (callId: number, matchId: number) =>
  CallEnded({ callId, matchId, userIds: [1, 2], reason: "hung_up", endedAt: at(9), durationSec: 3 });
const rated = (callId: number, raterId: number, rateeId: number) =>
  CallRated({ ratingId: raterId, callId, raterId, rateeId, rating: 5, comment: null, ratedAt: at(9) });

const blocked = (blockerId: number, blockedId: number, blockId = 4) =>
  PersonBlocked({ blockId, blockerId, blockedId, met: { kind: "match", id: 7 }, blockedAt: at(0) });
const unblocked = (blockerId: number, blockedId: number, blockId = 4) =>
  PersonUnblocked({ blockId, blockerId, blockedId });
const suspended = (userId: number, until: string | null = null) =>
  AccountSuspended({ userId, by: 9, reason: "…", until });
const granted = (userId: number, entryId: number) =>
  GemsGranted({ entryId, userId, amount: 10, at: at(0), by: 9, reason: "…" });

const match7 = [waits(1), waits(2), offered(7), accepted(1, 7), made(7)];

Deno.test("a history in which all is well breaks no rule", async () => {
  const good = history(
    registered(1, "mina"),
    registered(2, "juno"),
    renamed(1, "mina", "mira"),
    registered(3, "mina"),
    took(1, "mira@mail.example"),
    took(1, "mira@new.example", "mira@mail.example"),
    took(3, "mira@mail.example"),
    registered(4, "gone"),
    took(4, "gone@mail.example"),
    erased(4, "gone", "gone@mail.example"),
    registered(5, "gone"),
    took(5, "gone@mail.example"),
    charged(1, 1),
    [waits(1)],
    [waits(2)],
    offered(7, [1, 2], { costs: [10, 0] }),
    accepted(1, 7),
    [spent(1, 7, 2), made(7)],
    [returned(1, 7, 3), lapsed(7)],
    waits(1),
    waits(3),
    offered(8, [1, 3]),
    dropped(8, [1], [1, 3]),
    waits(2),
    offered(9, [1, 2], { costs: [100, 0], sec: 3700 }),
    accepted(2, 9),
    [spent(1, 9, 4, 100), made(9, 1, [1, 2], 3705)],
    started(5, 9, 3706),
    revoked(1, 5),
    ended(5, 9),
    rated(5, 1, 2),
    rated(5, 2, 1),
    waits(3),
    MatchRequestEnded({ userId: 3, reason: "cancelled" }),
    granted(2, 6),
    blocked(1, 2),
    blocked(2, 1, 5),
    unblocked(1, 2),
    unblocked(2, 1, 5),
    suspended(1, at(8000)),
    suspended(2),
    AccountReinstated({ userId: 2, by: 9 }),
    waits(1, 8000),
    waits(2, 8000),
    MatchOffered({ ...offered(10, [1, 2], { sec: 8000 }).data, waitingSince: [at(8000), at(8000)] }),
    [dropped(10), blocked(2, 1, 6)],
  );
  assertEquals(await violations(good), []);
});

const broken: [string, string, Event[]][] = [
  [
    "a gap in the positions",
    "sequence: at 3, the event before stands at 1",
    history(waits(1), waits(2), waits(3)).toSpliced(1, 1),
  ],
  ["a clock that went back", "sequence: at 2, the event is recorded 1 ms before", [
    ...history(waits(1)),
    ...history(waits(1), waits(2)).slice(1).map((event) => ({ ...event, recordedAt: new Date(noon.getTime() - 1) })),
  ]],
  ["a name taken twice", "names: at 2, user 2 takes the name", history(registered(1, "mina"), registered(2, "mina"))],
  [
    "a name freed by another",
    "names: at 2, user 2 frees the name",
    history(registered(1, "mina"), renamed(2, "mina", "juno")),
  ],
  [
    "a name left by another",
    "names: at 2, user 2 leaves the name",
    history(registered(1, "mina"), erased(2, "mina")),
  ],
  [
    "a name that looks like another's",
    "names: at 2, user 2 takes a name that looks like that of user 1",
    history(registeredAs(1, "paypal", "paypal"), registeredAs(2, "раураl", "paypal")),
  ],
  [
    "a name that looks like one that was there before looks were compared",
    "names: at 3, user 2 takes a name that looks like that of user 1",
    history(registered(1, "paypal"), noted(1, "paypal"), registeredAs(2, "раураl", "paypal")),
  ],
  [
    "looks freed by another",
    "names: at 2, user 2 frees the looks",
    history(
      registeredAs(1, "paypal", "paypal"),
      UsernameChanged({ ...renamed(2, "", "juno").data, freedHash: null, freedSkeletonHashes: looks("paypal") }),
    ),
  ],
  ["an address taken twice", "names: at 2, user 2 takes the e-mail address", history(took(1, "a@b"), took(2, "a@b"))],
  [
    "an address freed by another",
    "names: at 2, user 2 frees the e-mail address",
    history(took(1, "a@b"), took(2, "c@d", "a@b")),
  ],
  [
    "an offer to someone who is not waiting",
    "people: at 2, user 2 is offered match 7 and is in no queue",
    history(waits(1), offered(7)),
  ],
  [
    "two open offers at once",
    "people: at 5, user 1 is offered match 8 and is in the offer 7",
    history(waits(1), waits(2), waits(3), offered(7), offered(8, [1, 3])),
  ],
  [
    "the queue entered from a call",
    "people: at 7, user 1 enters the queue and is in call 5",
    history(...match7, started(5, 7), waits(1)),
  ],
  [
    "a queue left twice",
    "people: at 1, user 1 leaves the queue",
    history(MatchRequestEnded({ userId: 1, reason: "absent" })),
  ],
  [
    "someone offered to themselves",
    "people: at 2, user 1 is offered themselves",
    history(waits(1), {
      ...offered(7),
      data: { ...offered(7).data, userIds: [1, 1], waitingSince: [at(1), at(1)] },
    }),
  ],
  [
    "a place in the queue that was lost",
    "people: at 3, user 1 waits since",
    history(waits(1, 30), waits(2), offered(7)),
  ],
  [
    "people put back who were not in the offer",
    "people: at 4, user 3 is put back",
    history(waits(1), waits(2), offered(7), dropped(7, [3])),
  ],
  [
    "the same two again within the cooldown",
    "cooldown: at 5, match 8 shows users 1 and 2 each other 3599 s after match 7",
    history(waits(1), waits(2), offered(7), dropped(7, [1, 2]), offered(8, [1, 2], { sec: 3599 })),
  ],
  [
    "a match made with one yes",
    "matches: at 4, match 7 is made after 0 MatchAccepted",
    history(waits(1), waits(2), offered(7), made(7)),
  ],
  [
    "one who says yes for both",
    "matches: at 5, user 1 accepts match 7 a second time",
    history(...match7.slice(0, 4), made(7, 1)),
  ],
  [
    "a stranger's yes",
    "matches: at 4, user 3 accepts match 7 of others",
    history(...match7.slice(0, 3), accepted(3, 7)),
  ],
  [
    "a yes that came too late",
    "matches: at 5, match 7 is made after its",
    history(...match7.slice(0, 4), made(7, 2, [1, 2], 10)),
  ],
  [
    "an offer with two outcomes",
    "matches: at 6, MatchDropped of match 7, which had MatchMade",
    history(...match7, dropped(7)),
  ],
  [
    "a match given up by somebody else",
    "matches: at 6, user 3 ends match 7 of others",
    history(...match7, givenUp(7, 3)),
  ],
  [
    "a match with two outcomes",
    "matches: at 7, MatchLapsed of match 7, which had CallStarted",
    history(...match7, started(5, 7), lapsed(7)),
  ],
  ["an outcome of nothing", "matches: at 1, MatchDropped of match 7, which was never", history(dropped(7))],
  [
    "a call of a match that was not made",
    "matches: at 4, CallStarted of match 7, which is open",
    history(...match7.slice(0, 3), started(5, 7)),
  ],
  [
    "a call that starts too late",
    "matches: at 6, call 5 starts after the deadline",
    history(...match7, started(5, 7, 65)),
  ],
  [
    "two calls of one match",
    "calls: at 7, match 7 has a second call, 6 after 5",
    history(...match7, started(5, 7), started(6, 7)),
  ],
  [
    "a call that ends twice",
    "calls: at 8, call 5 ends a second time",
    history(...match7, started(5, 7), ended(5, 7), ended(5, 7)),
  ],
  [
    "a balance below zero",
    "gems: at 5, user 1 spends 10 gems and has -10 left",
    history(
      waits(1),
      waits(2),
      offered(7, [1, 2], { costs: [10, 0] }),
      accepted(1, 7),
      [spent(1, 7, 1), made(7)],
    ),
  ],
  [
    "gems spent apart from the match",
    "gems: at 6, GemsSpent of 10 by user 1 for match 7 stands without its MatchMade",
    history(
      charged(1, 1),
      ...match7.slice(0, 2),
      offered(7, [1, 2], { costs: [10, 0] }),
      accepted(1, 7),
      spent(1, 7, 2),
      made(7),
    ),
  ],
  ["gems spent and no match", "gems: at 2, GemsSpent of 10", history(charged(1, 1), spent(1, 7, 2))],
  [
    "gems spent on what no app has",
    "gems: at 2, GemsSpent of 10 by user 1 for walk 7 stands without its event",
    history(charged(1, 1), [
      GemsSpent({ entryId: 2, userId: 1, for: { kind: "walk", id: 7 }, amount: 10, at: at(0) }),
      made(7),
    ]),
  ],
  [
    "a match that was not paid for",
    "gems: at 5, MatchMade of match 7 costs user 1 10 gems, and GemsSpent is none",
    history(
      waits(1),
      waits(2),
      offered(7, [1, 2], { costs: [10, 0] }),
      accepted(1, 7),
      made(7),
    ),
  ],
  [
    "less returned than was spent",
    "gems: at 9, MatchLapsed of match 7 costs user 1 10 gems, and GemsReturned is 9",
    history(
      charged(1, 1),
      waits(1),
      waits(2),
      offered(7, [1, 2], { costs: [10, 0] }),
      accepted(1, 7),
      [spent(1, 7, 2), made(7)],
      [returned(1, 7, 3, 9), lapsed(7)],
    ),
  ],
  [
    "a balance that was told wrong",
    "gems: at 1, user 1 has 100 gems, and 90 by GemsCharged",
    history(charged(1, 1, 90)),
  ],
  [
    "an entry that is there twice",
    "gems: at 2, entry 1 of user 2 is there twice",
    history(charged(1, 1), charged(2, 1)),
  ],
  [
    "a payment credited twice",
    "payments: at 2, payment payment of user 1 is credited",
    history(charged(1, 1), charged(1, 2, 200)),
  ],
  ["a payment revoked that was not credited", "payments: at 1, user 1 loses 100 gems", history(revoked(1, 1))],
  [
    "a payment credited that was revoked before",
    "payments: at 2, payment payment of user 1 is credited to user 1 after",
    history(foretold(1), charged(1, 1)),
  ],
  [
    "a credited payment revoked as if it were nobody's",
    "payments: at 2, payment payment of user 1 is revoked as nobody's",
    history(charged(1, 1), foretold(1)),
  ],
  [
    "a payment revoked twice before anybody was credited",
    "payments: at 2, payment payment of user 1 is revoked a second time",
    history(foretold(1), foretold(1)),
  ],
  ["an entry of a grant that is there twice", "gems: at 2, entry 1 of user 2", history(charged(1, 1), granted(2, 1))],
  [
    "an offer to two of whom one blocked the other",
    "blocks: at 4, MatchOffered of match 7 begins between two with block 4",
    history(blocked(2, 1), waits(1), waits(2), offered(7)),
  ],
  [
    "one of two blocks taken back, and an offer",
    "blocks: at 6, MatchOffered of match 7 begins between two with block 5",
    history(blocked(2, 1), blocked(1, 2, 5), unblocked(2, 1), waits(1), waits(2), offered(7)),
  ],
  [
    "a block beside an open offer",
    "blocks: at 4, user 1 blocks user 2, and match 7 goes on",
    history(waits(1), waits(2), offered(7), blocked(1, 2)),
  ],
  [
    "a block beside a call",
    "blocks: at 7, user 1 blocks user 2, and call 5 goes on",
    history(...match7, started(5, 7), blocked(1, 2)),
  ],
  ["a block that is taken back twice", "blocks: at 1, user 1 takes block 4 back", history(unblocked(1, 2))],
  [
    "a wait of a suspended person",
    "suspensions: at 2, MatchRequested of user 1, who is suspended",
    history(suspended(1), waits(1)),
  ],
  [
    "someone suspended in the queue",
    "people: at 2, user 1 is suspended and is waiting",
    history(waits(1), suspended(1)),
  ],
  [
    "a call of a suspended person",
    "suspensions: at 7, CallStarted of user 2, who is suspended",
    history(...match7, suspended(2, at(7)), started(5, 7)),
  ],
  [
    "a call rated before its end",
    "ratings: at 7, user 1 rates call 5, which has not ended",
    history(...match7, started(5, 7), rated(5, 1, 2)),
  ],
  [
    "a call rated by another",
    "ratings: at 8, user 3 rates user 2",
    history(...match7, started(5, 7), ended(5, 7), rated(5, 3, 2)),
  ],
  [
    "a call rated twice",
    "ratings: at 9, user 1 rates call 5 a second",
    history(...match7, started(5, 7), ended(5, 7), rated(5, 1, 2), rated(5, 1, 2)),
  ],
  [
    "a message of a third",
    "chats: at 2, message 8 of user 3 in chat 6 of users 1 and 2",
    history(chat6, said(8, 3, [1, 0])),
  ],
  ["a message sent twice", "chats: at 3, message 9", history(chat6, said(8, 1, [1, 0]), said(9, 1, [2, 0], 8))],
  [
    "a message lost",
    "chats: at 2, message 8 of user 1 in chat 6 counts 2,0, and 1,0",
    history(chat6, said(8, 1, [2, 0])),
  ],
  [
    "a message through another app",
    "chats: at 2, MessageSent in chat 6 came through gems, not calls",
    history(chat6, said(8, 1, [1, 0])).map((event, n) =>
      n === 1 ? { ...event, meta: { ...event.meta, app: "gems" } } : event
    ),
  ],
  ["a message past a block", "blocks: at 3, message 8", history(chat6, blocked(1, 2), said(8, 1, [1, 0]))],
  ["a message after the end", "chats: at 3, MessageSent in chat 6", history(chat6, noChat6, said(8, 1, [1, 0]))],
  ["a message to one who left", "chats: at 3, message 8", history(chat6, leftBy(2), said(8, 1, [1, 0]))],
  [
    "a message of a suspended person",
    "suspensions: at 3, MessageSent of user 1",
    history(chat6, suspended(1), said(8, 1, [1, 0])),
  ],
  ["too much read", "chats: at 3, user 2 has read 2", history(chat6, said(8, 1, [1, 0]), readBy(2, 8, 2))],
  [
    "a read mark told past a block",
    "blocks: at 4, that user 2 has read message 8 is told past block",
    history(chat6, said(8, 1, [1, 0]), blocked(1, 2), readBy(2, 8, 1)),
  ],
  [
    "a read mark told to one who left",
    "chats: at 4, that user 2 has read message 8 is told to user 1",
    history(chat6, said(8, 1, [1, 0]), leftBy(1), readBy(2, 8, 1)),
  ],
  [
    "reading backwards",
    "chats: at 4, user 2 reads chat 6 backwards",
    history(chat6, said(8, 1, [1, 0]), readBy(2, 8, 1), readBy(2, 8, 1)),
  ],
];

for (const [what, sentence, events] of broken) {
  Deno.test(`found: ${what}`, async () => {
    assertStringIncludes((await violations(events)).join("\n"), sentence);
  });
}

const gave = (userId: number, receiverId: number, entryId: number, amount = 10) =>
  GemsGiven({
    entryId,
    userId,
    receiverId,
    receiverEntryId: entryId + 1,
    amount,
    met: { kind: "call", id: 9 },
    at: at(0),
  });

Deno.test("a gift comes out of what there is, and never past a block or a suspension", async () => {
  assertEquals(await violations(history(charged(1, 1), gave(1, 2, 2, 60), gave(2, 1, 4, 60))), []);
  assertEquals(await violations(history(charged(1, 1), gave(1, 2, 2, 60), gave(1, 2, 4, 60), gave(2, 1, 5))), [
    "gems: at 3, user 1 gives 60 gems and has -20 left",
    "gems: at 4, entry 5 of user 2 is there twice",
  ]);
  assertEquals(await violations(history(charged(1, 1), blocked(2, 1), gave(1, 2, 2))), [
    "blocks: at 3, gift 2 is given past block 4",
  ]);
  const given = [gave(2, 1, 4), gave(1, 2, 2)];
  assertEquals(await violations(history(charged(1, 1), charged(2, 9), suspended(1), ...given)), [
    "suspensions: at 5, GemsGiven of user 1, who is suspended",
  ]);
});
