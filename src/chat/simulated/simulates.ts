import type { Person, Simulates, Teller } from "../../app/simulates.ts";
import { chatsOf, lookAtChats, type Own } from "./rooms.ts";
import { leave, meddle, read, write } from "./talking.ts";

/** People look at their chats, read and write, leave one now and then, and try one of others. */
export const simulates: Simulates = {
  opens: () => ({ rooms: new Map() }),
  life(person, who) {
    const says = who.whole(1, 8);
    return {
      acts: [
        { likelihood: 4, act: () => visit(person, says) },
        { likelihood: 0.3, act: () => inOne(person, leave) },
        { likelihood: 0.02, act: () => meddle(person) },
      ],
      async leaves() {
        await lookAtChats(person);
        for (const own of chatsOf(person).values()) if (!own.hasLeft) await read(person, own);
        await lookAtChats(person);
      },
    };
  },
  tells,
};

/** Looks at the chats, and reads and writes in one of them. */
async function visit(person: Person, says: number): Promise<void> {
  const { draw, world } = person;
  await lookAtChats(person);
  await inOne(person, async (person, own) => {
    person.doing = "chatting";
    for (let n = draw.whole(1, says); n > 0; n--) {
      await read(person, own);
      await world.pause(1000 * draw.around(0.3));
      await write(person, own);
    }
  });
}

/** Does something in one of somebody's chats, if they have any. */
async function inOne(person: Person, act: (person: Person, own: Own) => Promise<void>): Promise<void> {
  const mine = [...chatsOf(person).values()].filter(({ hasLeft }) => !hasLeft);
  if (mine.length > 0) await act(person, person.draw.pick(mine));
}

function tells(): Teller {
  const counts = { ChatOpened: 0, MessageSent: 0, MessagesRead: 0, ChatLeft: 0, ChatErased: 0 };
  return {
    see({ type }) {
      if (type in counts) counts[type as keyof typeof counts]++;
    },
    says: () => ({
      chats: `${counts.ChatOpened} opened, ${counts.ChatLeft} times left, ${counts.ChatErased} erased; ` +
        `${counts.MessageSent} messages, ${counts.MessagesRead} times read`,
    }),
  };
}
