import { computed, effect, type Signal, signal } from "@preact/signals";
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

/** The store's state, which the functions below share. */
type State = {
  lines: Lines;
  flow: Signal<Flow>;
  outbox: Outbox;
  /** Where it is kept for a reload how far others have read: the server tells it when it happens and not again. */
  readsPlace: string;
  typingEnds: Map<number, ReturnType<typeof setTimeout>>;
  /** How many times the chats were fetched, and the newest fetch whose answer is shown. */
  asked: number;
  known: number;
};

/**
 * The chats of a person, whatever app they come from, as the server's answers and frames tell them; and what is on its
 * way to them.
 */
export function openChats(me: number, lines: Lines) {
  const problem = signal<ChatProblem | undefined>(undefined);
  const state = openState(me, lines, problem);
  const { flow, outbox } = state;
  const stopWatching = watchSending(outbox, lines.live);
  return {
    me,
    flow,
    outbox,
    problem,
    /** What is being written and was not sent, by chat. */
    drafts: new Map<number, string>(),
    load: () => load(state),
    onFrame: (frame: ChatFrame) => onFrame(state, frame),
    /** How everything is, by the answer of `GET /api/sync`. */
    show: (sync: { chats: SeenChat[] }) => set(state, fromSync(flow.peek(), sync)),
    /** A chat has begun. */
    opened: (chat: { chat_id: number; origin: Origin; partner: Partner }) => set(state, withOpened(flow.peek(), chat)),
    /** These names are known by now. */
    named: (partners: Partner[]) => set(state, withPartners(flow.peek(), partners)),
    openRoom: (chatId: number) => set(state, openRoom(flow.peek(), chatId)),
    /** Reads the newest messages of a chat, or those before one. */
    loadPage: (chatId: number, before?: number) => loadPage(state, chatId, before),
    /** Says up to which message a chat is read. Returns how many are unread after it. */
    read: async (chatId: number, messageId: number): Promise<number> =>
      (await lines.live.ask("markRead", { chat_id: chatId, message_id: messageId })).unread_count,
    unread: (chatId: number, unread_count: number) => set(state, changeChat(flow.peek(), chatId, { unread_count })),
    typing: (chatId: number, typing: boolean) => lines.live.tell("typing", { chat_id: chatId, typing }),
    leave: (chatId: number) => leave(state, chatId),
    /** For when the person logs out: stops sending, and drops what it holds of them. */
    close() {
      stopWatching();
      outbox.close();
      state.typingEnds.forEach((timer) => clearTimeout(timer));
      sessionStorage.removeItem(state.readsPlace);
    },
  };
}

export type Chats = ReturnType<typeof openChats>;

function openState(me: number, lines: Lines, problem: Signal<ChatProblem | undefined>): State {
  const readsPlace = `inyeon.reads.${me}`;
  const outbox = openOutbox({
    place: `inyeon.outbox.${me}`,
    send: (message) => lines.live.ask("sendMessage", message),
    refused(chatId, error) {
      if (isRefusedAs(error, "chat.closed")) ended(state, chatId);
      else problem.value = { chatId, error };
    },
  });
  const flow = signal<Flow>({ ...nothing, me, reads: JSON.parse(sessionStorage.getItem(readsPlace) ?? "{}") });
  const state: State = { lines, flow, outbox, readsPlace, typingEnds: new Map(), asked: 0, known: 0 };
  return state;
}

function set({ flow, readsPlace }: State, to: Flow): void {
  if (to.reads !== flow.peek().reads) sessionStorage.setItem(readsPlace, JSON.stringify(to.reads));
  flow.value = to;
}

/** The chats as they are now, with whom and whether they have ended: no frame says that. */
async function load(state: State): Promise<void> {
  const asked = ++state.asked;
  const listed = await state.lines.session.ask("GET /api/chats");
  // a slow answer may be older than what is shown
  if (asked < state.known) return;
  state.known = asked;
  set(state, withChats(state.flow.peek(), listed));
}

async function loadPage(state: State, chatId: number, before?: number): Promise<void> {
  const page = await state.lines.session.ask("GET /api/chats/{chat_id}/messages", {
    params: { chat_id: chatId },
    query: { limit: pageSize, before },
  });
  state.outbox.seen(page);
  set(state, withPage(state.flow.peek(), chatId, { page, size: pageSize, isOlder: before !== undefined }));
}

function ended(state: State, chatId: number): void {
  state.known = ++state.asked;
  set(state, changeChat(state.flow.peek(), chatId, { closed: true }));
}

async function leave(state: State, chatId: number): Promise<void> {
  await state.lines.session.ask("DELETE /api/chats/{chat_id}", { params: { chat_id: chatId } });
  state.outbox.forget(chatId);
  set(state, withoutChat(state.flow.peek(), chatId));
}

function onFrame(state: State, frame: ChatFrame): void {
  set(state, next(state.flow.peek(), frame));
  const { type, data } = frame;
  const find = () => chatOf(state.flow.peek(), data.chat_id);
  if (type === "chat.typing") endTyping(state, data);
  if (type === "chat.message") {
    state.outbox.seen([data]);
    if (!find()) void askUntil(() => load(state), () => find() !== undefined);
  }
  if (type === "chat.read" && find()?.isDoubtful) void load(state).catch(() => {});
}

/** Who writes says so again and again; who has gone cannot say that they stopped. */
function endTyping(state: State, { chat_id, typing }: { chat_id: number; typing: boolean }): void {
  clearTimeout(state.typingEnds.get(chat_id));
  if (!typing) return;
  const end = () => onFrame(state, { type: "chat.typing", data: { chat_id, typing: false } });
  state.typingEnds.set(chat_id, setTimeout(end, typingShownMs));
}

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
