import { eraseChat } from "../../src/chat/erase_chat.ts";
import { leaveChat } from "../../src/chat/leave_chat.ts";
import { markRead } from "../../src/chat/mark_read.ts";
import { sendMessage, toSend } from "../../src/chat/send_message.ts";
import { SYSTEM } from "../../src/deciding/command.ts";
import { hashOf } from "../support/facts.ts";
import type { Acts } from "../support/world.ts";

export const acts: Acts = {
  play({ act, last, random, upTo }) {
    const write = (me: number) => {
      const message = { chat_id: upTo(last.chat), content: `말 ${upTo(3)}`, client_id: String(upTo(50)) };
      act(sendMessage, toSend({ hash: hashOf }, { me }, message), me);
    };
    const read = (me: number) => act(markRead, { chat_id: upTo(last.chat), message_id: upTo(last.message + 1) }, me);
    return {
      acts: [
        ...[write, write, write, write, read, read],
        (me) => random() < 0.1 && act(leaveChat, { chat_id: upTo(last.chat) }, me),
        () => act(eraseChat, { chat_id: upTo(last.chat) }, SYSTEM),
      ],
      ends() {
        for (const me of [1, 2]) act(leaveChat, { chat_id: 1 }, me);
      },
    };
  },
};
