import { computed, effect, signal } from "@preact/signals";
import type { Live } from "../client/live.ts";
import { isRefusedAs } from "../client/problem.ts";
import type { Session } from "../client/session.ts";
import type { ChatFrame, Origin, SeenChat } from "./contract.ts";
import {
  changeChat,
  chatOf,
  type Flow,
  fromSync,
  next,
  nothing,
  openRoom,
  type Partner,
  withChats,
  withOpened,
  withoutChat,
  withPage,
  withPartners,
} from "./flow.ts";
import { openOutbox, type Outbox } from "./outbox.ts";

const typingShownMs = 8_000;
const askAgainMs = [0, 200, 500, 1_000, 2_000];
const sentWithinMs = 3_000;
const pageSize = 40;

/** What chats need of the shell: requests in this person's name, and their socket. */
export type Lines = {
  session: Pick<Session, "ask">;
  live: Pick<Live, "ask" | "tell" | "urgent">;
};

/** What went wrong in one chat. */
export type ChatProblem = { chatId: number; error: unknown };

/**
 * The chats of a person, whatever app they come from, as the server's answers and frames tell them; and what is on its
 * way to them.
 */
export function openChats(me: number, { session: { ask }, live }: Lines) {
  const readsPlace = `inyeon.reads.${me}`;
  /** How far others have read is kept for a reload: the server tells it when it happens and not again. */
  const flow = signal<Flow>({ ...nothing, me, reads: JSON.parse(sessionStorage.getItem(readsPlace) ?? "{}") });
  const problem = signal<ChatProblem | undefined>(undefined);
  /** What is being written and was not sent, by chat. */
  const drafts = new Map<number, string>();
  const typingEnds = new Map<number, ReturnType<typeof setTimeout>>();
  /** How many times the chats were fetched, and the newest fetch whose answer is shown. */
  let chatsAsked = 0, chatsKnown = 0;

  const outbox = openOutbox({
    place: `inyeon.outbox.${me}`,
    send: (message) => live.ask("sendMessage", message),
    refused(chatId, error) {
      if (isRefusedAs(error, "chat.closed")) ended(chatId);
      else problem.value = { chatId, error };
    },
  });

  const stopWatching = watchSending(outbox, live);

  function set(to: Flow): void {
    if (to.reads !== flow.peek().reads) sessionStorage.setItem(readsPlace, JSON.stringify(to.reads));
    flow.value = to;
  }

  /** The chats as they are now, with whom and whether they have ended: no frame says that. */
  async function load(): Promise<void> {
    const asked = ++chatsAsked;
    const listed = await ask("GET /api/chats");
    // a slow answer may be older than what is shown
    if (asked < chatsKnown) return;
    chatsKnown = asked;
    set(withChats(flow.peek(), listed));
  }

  function ended(chatId: number): void {
    chatsKnown = ++chatsAsked;
    set(changeChat(flow.peek(), chatId, { closed: true }));
  }

  function onFrame(frame: ChatFrame): void {
    set(next(flow.peek(), frame));
    const { type, data } = frame;
    const find = () => chatOf(flow.peek(), data.chat_id);
    if (type === "chat.typing") endTyping(data);
    if (type === "chat.message") {
      outbox.seen([data]);
      if (!find()) void askUntil(load, () => find() !== undefined);
    }
    if (type === "chat.read" && find()?.isDoubtful) void load().catch(() => {});
  }

  /** Who writes says so again and again; who has gone cannot say that they stopped. */
  function endTyping({ chat_id, typing }: { chat_id: number; typing: boolean }): void {
    clearTimeout(typingEnds.get(chat_id));
    if (!typing) return;
    const end = () => onFrame({ type: "chat.typing", data: { chat_id, typing: false } });
    typingEnds.set(chat_id, setTimeout(end, typingShownMs));
  }

  return {
    me,
    flow,
    outbox,
    drafts,
    problem,
    load,
    onFrame,
    /** How everything is, by the answer of `GET /api/sync`. */
    show: (sync: { chats: SeenChat[] }) => set(fromSync(flow.peek(), sync)),
    /** A chat has begun. */
    opened: (chat: { chat_id: number; origin: Origin; partner: Partner }) => set(withOpened(flow.peek(), chat)),
    /** These names are known by now. */
    named: (partners: Partner[]) => set(withPartners(flow.peek(), partners)),
    openRoom: (chatId: number) => set(openRoom(flow.peek(), chatId)),
    /** Reads the newest messages of a chat, or those before one. */
    async loadPage(chatId: number, before?: number): Promise<void> {
      const page = await ask("GET /api/chats/{chat_id}/messages", {
        params: { chat_id: chatId },
        query: { limit: pageSize, before },
      });
      outbox.seen(page);
      set(withPage(flow.peek(), chatId, { page, size: pageSize, isOlder: before !== undefined }));
    },
    /** Says up to which message a chat is read. Returns how many are unread after it. */
    read: async (chatId: number, messageId: number): Promise<number> => {
      const { unread_count } = await live.ask("markRead", { chat_id: chatId, message_id: messageId });
      return unread_count;
    },
    unread: (chatId: number, unread_count: number) => set(changeChat(flow.peek(), chatId, { unread_count })),
    typing: (chatId: number, typing: boolean) => live.tell("typing", { chat_id: chatId, typing }),
    async leave(chatId: number): Promise<void> {
      await ask("DELETE /api/chats/{chat_id}", { params: { chat_id: chatId } });
      outbox.forget(chatId);
      drafts.delete(chatId);
      set(withoutChat(flow.peek(), chatId));
    },
    /** The person is gone: nothing of theirs is sent or kept. */
    close() {
      stopWatching();
      outbox.close();
      typingEnds.forEach((timer) => clearTimeout(timer));
      sessionStorage.removeItem(readsPlace);
    },
  };
}

export type Chats = ReturnType<typeof openChats>;

/** Where a message takes long to be sent, it is found out sooner whether the way is dead. */
function watchSending({ waiting }: Outbox, live: Lines["live"]): () => void {
  const isSending = computed(() => waiting.value.some(({ state }) => state === "pending"));
  return effect(() => {
    if (!isSending.value) return live.urgent(false);
    const long = setTimeout(() => live.urgent(true), sentWithinMs);
    return () => clearTimeout(long);
  });
}

/** A frame may be ahead of what lists tell: they are asked again for a little while. */
export async function askUntil(load: () => Promise<void>, isThere: () => boolean): Promise<void> {
  for (const waitMs of askAgainMs) {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    await load().catch(() => {});
    if (isThere()) return;
  }
}
