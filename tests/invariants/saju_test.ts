import { assertEquals, assertStringIncludes } from "@std/assert";
import type { NewEvent } from "../../events/event.ts";
import { AccountSuspended } from "../../events/accounts.ts";
import { ChatOpened } from "../../events/chat.ts";
import { PersonBlocked } from "../../events/safety.ts";
import {
  BirthDateCorrected,
  IntroductionLapsed,
  IntroductionRequested,
  lapsesAfter,
  RecommendationsAdded,
  RecommendationsDrawn,
} from "../../events/saju.ts";
import { checkInvariants } from "../../src/invariants/invariants.ts";
import { at, recorded } from "../support/given.ts";
import { accepted, asked, declined, lapsed, withdrawn } from "../saju/facts.ts";

async function violations(...events: NewEvent[]): Promise<string[]> {
  const pages = async function* () {
    yield* await Promise.resolve([recorded(events)]);
  };
  return await checkInvariants(pages(), { rematchCooldownSec: 3600 });
}

const chat = ChatOpened({ chatId: 8, userIds: [1, 2], origin: { kind: "introduction", id: 3 }, openedAt: at(0) });
const back = IntroductionRequested({
  ...{ introductionId: 4, requesterId: 2, receiverId: 1 },
  ...{ score: 60, rules: "saju_v1", requestedAt: at(0), lapsesAt: lapsesAfter(at(0)) },
});
const early = IntroductionLapsed({ introductionId: 3, requesterId: 1, receiverId: 2, lapsedAt: at(60) });
const block = PersonBlocked({
  ...{ blockId: 5, blockerId: 2, blockedId: 1 },
  ...{ met: { kind: "user", id: 1 }, blockedAt: at(0) },
});
const shownTo = (userId: number, shown: number) => ({
  ...{ userId, day: "2026-03-01", rules: "saju_v1" },
  people: [{ userId: shown, newcomer: false }],
});
const list = (userId: number, shown: number) => RecommendationsDrawn(shownTo(userId, shown));
const more = (userId: number, shown: number) => RecommendationsAdded(shownTo(userId, shown));
const suspended = (userId: number) => AccountSuspended({ userId, by: 9, reason: "…", until: null });
const corrected = BirthDateCorrected({ userId: 1, correctedAt: at(0) });

Deno.test("introductions as they should be", async () => {
  assertEquals(await violations(list(1, 2), list(2, 1), asked(60), accepted(8), chat), []);
  assertEquals(await violations(asked(60), block, declined), []);
  assertEquals(await violations(asked(60), block, withdrawn), []);
  assertEquals(await violations(asked(60), lapsed), []);
  assertEquals(await violations(list(1, 2), more(1, 3), corrected, more(1, 2)), [], "the list before is void");
});

const broken: [string, string, NewEvent[]][] = [
  ["asked by who is suspended", "suspensions: at 2, IntroductionRequested of user 1", [suspended(1), asked(60)]],
  ["a yes of who is suspended", "suspensions: at 3, IntroductionAccepted of user 2", [
    asked(60),
    suspended(2),
    accepted(8),
    chat,
  ]],
  ["two introduced twice", "introductions: at 2, users 2 and 1 are introduced a second time", [asked(60), back]],
  ["decided twice", "introductions: at 3, introduction 3 is decided a second time", [asked(60), declined, declined]],
  ["decided and not asked", "introductions: at 1, introduction 3 of users 1 and 2 was not asked for", [declined]],
  ["withdrawn once decided", "introductions: at 3, introduction 3 is decided a second", [
    asked(60),
    declined,
    withdrawn,
  ]],
  ["lapsed before its time", "introductions: at 2, introduction 3 lapses before its time", [asked(60), early]],
  ["lapsed once withdrawn", "introductions: at 3, introduction 3 is decided a second time", [
    ...[asked(60), withdrawn, lapsed],
  ]],
  ["a yes without a chat", "introductions: at 3, no chat 8 opens", [asked(60), accepted(8), declined]],
  ["a yes without a chat at the end", "introductions: at 2, no chat 8 opens", [asked(60), accepted(8)]],
  ["asked past a block", "introductions: at 2, IntroductionRequested of users 1 and 2", [block, asked(60)]],
  ["a yes past a block", "introductions: at 3, IntroductionAccepted of users 1 and 2", [asked(60), block, accepted(8)]],
  ["two lists of a day", "introductions: at 2, a second list of 2026-03-01", [list(1, 2), list(1, 3)]],
  ["added to no list", "introductions: at 1, there is no list of 2026-03-01 for user 1 to add to", [more(1, 2)]],
  ["shown twice on a day", "introductions: at 2, user 2 stands twice in a list of user 1", [list(1, 2), more(1, 2)]],
  ["shown oneself, later", "introductions: at 2, user 1 is shown themselves", [list(1, 2), more(1, 1)]],
  ["corrected twice", "introductions: at 2, the birth of user 1 is corrected a second time", [corrected, corrected]],
  ["corrected after a request", "introductions: at 2, the birth of user 1 is corrected after", [asked(60), corrected]],
  ["shown oneself", "introductions: at 1, user 1 is shown themselves", [list(1, 1)]],
];

for (const [what, sentence, events] of broken) {
  Deno.test(`found: ${what}`, async () => {
    assertStringIncludes((await violations(...events)).join("\n"), sentence);
  });
}
