import { chatEvents } from "../../events/chat.ts";
import { chats } from "../../projections/chat/chats.ts";
import { messages } from "../../projections/chat/messages.ts";
import { app } from "../app.ts";
import { access, owned } from "./access.ts";
import { retention } from "./retention.ts";
import { forgetWriter } from "./forget_chats.ts";
import { begins } from "./begins.ts";
import { invariants } from "./invariants.ts";
import { meetings } from "./meetings.ts";
import { shares } from "./shares.ts";
import { chatEndpoints } from "./chat_routes.ts";
import { onSync } from "./on_sync.ts";
import { push } from "./push.ts";
import { chatPushed } from "./pushed_frames.ts";
import { chatUnderstood } from "./understood_frames.ts";
import { simulates } from "./simulated/simulates.ts";
import "./examples.ts";
import "./refusals.ts";
import "./successes.ts";

const ids = { chat: "chatId", message: "messageId" };

/** 1:1 chat, shared by the apps in which people write to each other. */
export const chat = app({
  name: "chat",
  events: chatEvents,
  projections: [chats, messages],
  ids,
  sections: { chat: "Chats between two people." },
  access,
  shares,
  forgets: { byLog: forgetWriter },
  retention,
  invariants,
  begins,
  owned,
  meetings,
  opens: (_system, apps) => ({ chatOrigins: apps.flatMap(({ origins = [] }) => origins) }),
  push,
  frames: { understood: chatUnderstood, pushed: chatPushed },
  onSync,
  simulates,
  endpoints: (system) => [...chatEndpoints(system)],
});

type ChatIds = typeof ids;

declare module "../ids/ids.ts" {
  interface IdKinds extends ChatIds {}
}

declare module "../system.ts" {
  interface System {
    /** The kinds of things that chats come from. */
    chatOrigins: readonly string[];
  }
}
