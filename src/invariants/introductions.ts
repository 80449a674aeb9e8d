import { tag } from "../../events/event.ts";
import type { Event, EventOf } from "../../events/vocabulary.ts";
import type { Check, Note } from "./check.ts";

type Introduction = { requesterId: number; receiverId: number; lapsesAt: string; isDecided: boolean };

type End = "IntroductionAccepted" | "IntroductionDeclined" | "IntroductionWithdrawn" | "IntroductionLapsed";

/**
 * Two people have at most one introduction, whichever asks. It ends once and does not lapse early; a yes opens their
 * chat. None begins or is accepted while a block is in force. A birth is corrected at most once, before its person's
 * first request. A day's list is drawn once, and nobody is on their own.
 */
export function checkIntroductions(note: Note): Check {
  const introductions = new Map<number, Introduction>();
  const asked = new Set<string>();
  const lists = new Map<string, { userId: number; people: Set<number> }>();
  const corrected = new Set<number>();
  const withRequests = new Set<number>();
  const blocks = new Map<string, Set<number>>();
  let accepted: EventOf<"IntroductionAccepted"> | undefined;

  const blocksOf = (a: number, b: number) => {
    const pair = tag.pair([a, b]);
    const found = blocks.get(pair) ?? new Set();
    blocks.set(pair, found);
    return found;
  };

  function checkBlocks(
    event: Event,
    { requesterId, receiverId }: Pick<Introduction, "requesterId" | "receiverId">,
  ): void {
    if (blocksOf(requesterId, receiverId).size === 0) return;
    note(event, `${event.type} of users ${requesterId} and ${receiverId}, beside a block`);
  }

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
    see(event) {
      if (accepted) {
        const isOpened = event.type === "ChatOpened" && event.data.chatId === accepted.data.chatId;
        if (!isOpened) note(event, `no chat ${accepted.data.chatId} opens with the yes before`);
        accepted = undefined;
      }
      switch (event.type) {
        case "PersonBlocked":
          return void blocksOf(event.data.blockerId, event.data.blockedId).add(event.data.blockId);
        case "PersonUnblocked":
          return void blocksOf(event.data.blockerId, event.data.blockedId).delete(event.data.blockId);
        case "BirthDateCorrected": {
          const { userId } = event.data;
          if (corrected.has(userId)) note(event, `the birth of user ${userId} is corrected a second time`);
          if (withRequests.has(userId)) note(event, `the birth of user ${userId} is corrected after a request`);
          corrected.add(userId);
          for (const list of lists.values()) if (list.userId === userId) list.people.clear();
          return;
        }
        case "RecommendationsDrawn":
        case "RecommendationsAdded":
          return listed(event);
        case "IntroductionRequested": {
          const { introductionId, requesterId, receiverId, lapsesAt } = event.data;
          const pair = tag.pair([requesterId, receiverId]);
          if (asked.has(pair)) note(event, `users ${requesterId} and ${receiverId} are introduced a second time`);
          asked.add(pair);
          withRequests.add(requesterId).add(receiverId);
          introductions.set(introductionId, { requesterId, receiverId, lapsesAt, isDecided: false });
          return checkBlocks(event, event.data);
        }
        case "IntroductionAccepted":
          accepted = event;
          checkBlocks(event, event.data);
          return decided(event);
        case "IntroductionDeclined":
        case "IntroductionWithdrawn":
        case "IntroductionLapsed":
          return decided(event);
      }
    },
    end(last) {
      if (accepted) note(last, `no chat ${accepted.data.chatId} opens with the yes`);
    },
  };
}
