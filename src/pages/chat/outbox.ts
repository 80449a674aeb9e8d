import { signal } from "@preact/signals";
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

/**
 * What was written here and has not been seen in its chat yet. Each message has its `client_id` from the moment it is
 * written, and is sent again under it until the server answers, also after a reload: the server knows one it has, so
 * that nothing is lost and nothing said twice. In a chat one is sent after the other, so that they stay in order.
 */
export function openOutbox({ place, send, refused }: OutboxOptions) {
  const waiting = signal<Kept[]>(JSON.parse(sessionStorage.getItem(place) ?? "[]"));
  /** Chats in which one is being sent. */
  const sending = new Set<number>();
  let isOpen = true;

  function keep(all: Kept[]): void {
    // one that was sent is read from the chat after a reload
    if (isOpen) sessionStorage.setItem(place, JSON.stringify(all.filter(({ state }) => state !== "sent")));
    waiting.value = all;
  }

  function change(clientId: string, to: Partial<Kept>): void {
    keep(waiting.peek().map((one) => one.client_id === clientId ? { ...one, ...to } : one));
  }

  function drop(isOver: (one: Kept) => boolean): void {
    if (waiting.peek().some(isOver)) keep(waiting.peek().filter((one) => !isOver(one)));
  }

  async function sendOne({ chat_id, content, client_id }: Kept): Promise<void> {
    try {
      const { message_id, sent_at } = await send({ chat_id, content, client_id });
      change(client_id, { state: "sent", message_id, sent_at });
    } catch (error) {
      if (isPassing(error)) return await new Promise((resolve) => setTimeout(resolve, pauseMs));
      change(client_id, { state: "failed" });
      refused(chat_id, error);
    }
  }

  async function sendAll(chatId: number): Promise<void> {
    if (sending.has(chatId)) return;
    sending.add(chatId);
    const next = () => waiting.peek().find((one) => one.chat_id === chatId && one.state === "pending");
    for (let one = next(); one && isOpen; one = next()) await sendOne(one);
    sending.delete(chatId);
  }

  return {
    waiting,
    /** What of a chat is on its way. */
    of: (chatId: number) => waiting.value.filter(({ chat_id }) => chat_id === chatId),
    write(chatId: number, content: string) {
      const written_at = new Date(serverNow()).toISOString();
      keep([...waiting.peek(), { chat_id: chatId, content, client_id: newId(), written_at, state: "pending" }]);
      void sendAll(chatId);
    },
    again(clientId: string) {
      change(clientId, { state: "pending" });
      const found = waiting.peek().find((one) => one.client_id === clientId);
      if (found) void sendAll(found.chat_id);
    },
    drop: (clientId: string) => drop((one) => one.client_id === clientId),
    /** These stand in their chat. */
    seen: (messages: Message[]) =>
      drop((one) =>
        messages.some(({ client_id, message_id }) => client_id === one.client_id || message_id === one.message_id)
      ),
    /** Sends what a page that is gone has left. */
    resume: () => new Set(waiting.peek().map(({ chat_id }) => chat_id)).forEach((chatId) => void sendAll(chatId)),
    forget: (chatId: number) => drop((one) => one.chat_id === chatId),
    /** Sends no more, and keeps nothing: who comes next may be somebody else. */
    close() {
      isOpen = false;
      sessionStorage.removeItem(place);
      waiting.value = [];
    },
  };
}

export type Outbox = ReturnType<typeof openOutbox>;

/** Whether the same may be taken a little later. */
function isPassing(error: unknown): boolean {
  const problem = problemOf(error);
  return problem !== undefined && (problem.code === "offline" || problem.status === 429 || problem.status === 503);
}
