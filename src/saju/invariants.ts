import { tag } from "../../events/event.ts";
import type { sajuEvents } from "../../events/saju.ts";
import type { Event, EventOf } from "../../events/vocabulary.ts";
import { type Check, ignored, type Invariant, type Note } from "../app/invariants.ts";

type On<T extends keyof typeof sajuEvents> = Pick<Check<keyof typeof sajuEvents>["on"], T>;

type Two = { requesterId: number; receiverId: number };
type Introduction = Two & { lapsesAt: string; isDecided: boolean };
type End = "IntroductionAccepted" | "IntroductionDeclined" | "IntroductionWithdrawn" | "IntroductionLapsed";

/**
 * Two people have at most one introduction, whichever asks. It ends once and does not lapse early; a yes opens their
 * chat. None begins or is accepted while a block is in force. A birth is corrected at most once, before its person's
 * first request. A day's list is drawn once, and nobody is on their own.
 */
const introductions: Invariant<keyof typeof sajuEvents> = {
  says: "two people are introduced once, to one end, and a yes opens their chat; a day has one list, with nobody twice",
  begin(note) {
    const blocks = blocksSeen(note);
    const requests = requestsSeen(note, blocks.check);
    let accepted: EventOf<"IntroductionAccepted"> | undefined;
    return {
      before(event) {
        if (!accepted) return;
        const isOpened = event.type === "ChatOpened" && event.data.chatId === accepted.data.chatId;
        if (!isOpened) note(event, `no chat ${accepted.data.chatId} opens with the yes before`);
        accepted = undefined;
      },
      on: {
        ...ignored("SajuProfileChanged"),
        PersonBlocked: ({ data }) => void blocks.of(data.blockerId, data.blockedId).add(data.blockId),
        PersonUnblocked: ({ data }) => void blocks.of(data.blockerId, data.blockedId).delete(data.blockId),
        ...lists(note, requests.hasAsked),
        ...requests.on,
        IntroductionAccepted(event) {
          accepted = event;
          blocks.check(event, event.data);
          requests.decided(event);
        },
      },
      end(last) {
        if (accepted) note(last, `no chat ${accepted.data.chatId} opens with the yes`);
      },
    };
  },
};

/** The blocks in force. */
function blocksSeen(note: Note) {
  const blocks = new Map<string, Set<number>>();
  const of = (a: number, b: number) => blocks.getOrInsertComputed(tag.pair([a, b]), () => new Set());
  return {
    of,
    check(event: Event, { requesterId, receiverId }: Two): void {
      if (of(requesterId, receiverId).size === 0) return;
      note(event, `${event.type} of users ${requesterId} and ${receiverId}, beside a block`);
    },
  };
}

function requestsSeen(note: Note, checkBlocks: (event: Event, two: Two) => void) {
  const introductions = new Map<number, Introduction>();
  const asked = new Set<string>();
  const withRequests = new Set<number>();

  function decided(event: EventOf<End>): void {
    const { introductionId, requesterId, receiverId } = event.data;
    const introduction = introductions.get(introductionId);
    if (introduction?.requesterId !== requesterId || introduction.receiverId !== receiverId) {
      return note(event, `introduction ${introductionId} of users ${requesterId} and ${receiverId} was not asked for`);
    }
    if (introduction.isDecided) note(event, `introduction ${introductionId} is decided a second time`);
    introduction.isDecided = true;
    if (event.type === "IntroductionLapsed" && Date.parse(event.data.lapsedAt) < Date.parse(introduction.lapsesAt)) {
      note(event, `introduction ${introductionId} lapses before its time`);
    }
  }

  const on: On<Exclude<Extract<keyof typeof sajuEvents, `Introduction${string}`>, "IntroductionAccepted">> = {
    IntroductionRequested(event) {
      const { introductionId, requesterId, receiverId, lapsesAt } = event.data;
      const pair = tag.pair([requesterId, receiverId]);
      if (asked.has(pair)) note(event, `users ${requesterId} and ${receiverId} are introduced a second time`);
      asked.add(pair);
      withRequests.add(requesterId).add(receiverId);
      introductions.set(introductionId, { requesterId, receiverId, lapsesAt, isDecided: false });
      checkBlocks(event, event.data);
    },
    IntroductionDeclined: decided,
    IntroductionWithdrawn: decided,
    IntroductionLapsed: decided,
  };
  return { on, decided, hasAsked: (userId: number) => withRequests.has(userId) };
}

function lists(
  note: Note,
  hasAsked: (userId: number) => boolean,
): On<"BirthDateCorrected" | "RecommendationsDrawn" | "RecommendationsAdded"> {
  const lists = new Map<string, { userId: number; people: Set<number> }>();
  const corrected = new Set<number>();

  function listed(event: EventOf<"RecommendationsDrawn" | "RecommendationsAdded">): void {
    const { userId, day, people } = event.data;
    const list = lists.get(`${userId} ${day}`);
    if (event.type === "RecommendationsDrawn" && list) {
      note(event, `a second list of ${day} is drawn for user ${userId}`);
    }
    if (event.type === "RecommendationsAdded" && !list) {
      note(event, `there is no list of ${day} for user ${userId} to add to`);
    }
    const shown = list?.people ?? new Set();
    lists.set(`${userId} ${day}`, { userId, people: shown });
    for (const person of people) {
      if (person.userId === userId) note(event, `user ${userId} is shown themselves`);
      if (shown.has(person.userId)) note(event, `user ${person.userId} stands twice in a list of user ${userId}`);
      shown.add(person.userId);
    }
  }

  return {
    BirthDateCorrected(event) {
      const { userId } = event.data;
      if (corrected.has(userId)) note(event, `the birth of user ${userId} is corrected a second time`);
      if (hasAsked(userId)) note(event, `the birth of user ${userId} is corrected after a request`);
      corrected.add(userId);
      for (const list of lists.values()) if (list.userId === userId) list.people.clear();
    },
    RecommendationsDrawn: listed,
    RecommendationsAdded: listed,
  };
}

/** What must hold of every log. */
export const invariants = { introductions };
