import { type Signal, signal } from "@preact/signals";
import { serverNow } from "../client/clock.ts";
import { problemOf } from "../client/problem.ts";
import { newId } from "../client/new_id.ts";
import type { Message } from "./contract.ts";
import type { Outgoing } from "./lines.ts";

const pauseMs = 1_000;

/** What is on its way, and in which chat. */
export type Kept = Outgoing & { chat_id: number };

export type OutboxOptions = {
  /** Where it is kept for a reload: each person's apart, so that nobody sends what another wrote in this tab. */
  place: string;
  send(message: { chat_id: number; content: string; client_id: string }): Promise<{
    message_id: number;
    sent_at: string;
  }>;
  refused(chatId: number, error: unknown): void;
};

/** The outbox's state, which the functions below share. */
type State = {
  options: OutboxOptions;
  waiting: Signal<Kept[]>;
  /** Chats in which one is being sent. */
  sending: Set<number>;
  isOpen: boolean;
};

/**
 * What was written here and has not been seen in its chat yet. Each message has its `client_id` from the moment it is
 * written, and is sent again under it until the server answers, also after a reload: the server knows one it has, so
 * that nothing is lost and nothing said twice. In a chat one is sent after the other, so that they stay in order.
 */
export function openOutbox(options: OutboxOptions) {
  const waiting = signal<Kept[]>(JSON.parse(sessionStorage.getItem(options.place) ?? "[]"));
  const state: State = { options, waiting, sending: new Set(), isOpen: true };
  return {
    waiting,
    /** What of a chat is on its way. */
    of: (chatId: number) => waiting.value.filter(({ chat_id }) => chat_id === chatId),
    write(chatId: number, content: string) {
      const written_at = new Date(serverNow()).toISOString();
      keep(state, [
        ...waiting.peek(),
        { chat_id: chatId, content, client_id: newId(), written_at, state: "pending" },
      ]);
      void sendAll(state, chatId);
    },
    again(clientId: string) {
      change(state, clientId, { state: "pending" });
      const found = waiting.peek().find((one) => one.client_id === clientId);
      if (found) void sendAll(state, found.chat_id);
    },
    drop: (clientId: string) => drop(state, (one) => one.client_id === clientId),
    /** These stand in their chat. */
    seen: (messages: Message[]) => drop(state, (one) => messages.some((said) => isSame(one, said))),
    /** Sends what a page that is gone has left. */
    resume: () =>
      new Set(waiting.peek().map(({ chat_id }) => chat_id)).forEach((chatId) => void sendAll(state, chatId)),
    forget: (chatId: number) => drop(state, (one) => one.chat_id === chatId),
    /** Stops sending and keeps nothing: the next person here may be somebody else. */
    close() {
      state.isOpen = false;
      sessionStorage.removeItem(options.place);
      waiting.value = [];
    },
  };
}

export type Outbox = ReturnType<typeof openOutbox>;

function keep({ options, waiting, isOpen }: State, all: Kept[]): void {
  // one that was sent is read from the chat after a reload
  if (isOpen) sessionStorage.setItem(options.place, JSON.stringify(all.filter(({ state }) => state !== "sent")));
  waiting.value = all;
}

function change(state: State, clientId: string, to: Partial<Kept>): void {
  keep(state, state.waiting.peek().map((one) => one.client_id === clientId ? { ...one, ...to } : one));
}

function drop(state: State, isOver: (one: Kept) => boolean): void {
  const all = state.waiting.peek();
  if (all.some(isOver)) keep(state, all.filter((one) => !isOver(one)));
}

const isSame = (one: Kept, { client_id, message_id }: Message): boolean =>
  client_id === one.client_id || message_id === one.message_id;

async function sendAll(state: State, chatId: number): Promise<void> {
  if (state.sending.has(chatId)) return;
  state.sending.add(chatId);
  const next = () => state.waiting.peek().find((one) => one.chat_id === chatId && one.state === "pending");
  for (let one = next(); one && state.isOpen; one = next()) await sendOne(state, one);
  state.sending.delete(chatId);
}

async function sendOne(state: State, { chat_id, content, client_id }: Kept): Promise<void> {
  try {
    const { message_id, sent_at } = await state.options.send({ chat_id, content, client_id });
    change(state, client_id, { state: "sent", message_id, sent_at });
  } catch (error) {
    if (isPassing(error)) return await new Promise((resolve) => setTimeout(resolve, pauseMs));
    change(state, client_id, { state: "failed" });
    state.options.refused(chat_id, error);
  }
}

/** Whether the same may be taken a little later. */
function isPassing(error: unknown): boolean {
  const problem = problemOf(error);
  return problem !== undefined && (problem.code === "offline" || problem.status === 429 || problem.status === 503);
}
