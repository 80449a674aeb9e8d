import { z } from "zod";
import type { Door, Person } from "../support/client.ts";
import { pause } from "../support/pause.ts";

/** What someone means to say. */
export type Message = { chat_id: number; content: string; client_id: string };

/** Someone who says all they mean to, whatever happens to the line, and keeps what they are shown. */
export type Writer = {
  person: Person;
  /** Under which id each of their messages was acknowledged, by `client_id`. */
  acked: ReadonlyMap<string, number>;
  /** The ids of the messages that were shown, in that order, by chat. */
  shown: ReadonlyMap<number, number[]>;
  /** Resolves once all is acknowledged; rejects at an answer that should not be. */
  done: Promise<void>;
  /** Comes back, and resolves once a resume says that all is there up to now. */
  caughtUp(): Promise<void>;
  leave(): Promise<void>;
};

const frame = z.looseObject({
  type: z.string(),
  id: z.string().optional(),
  cursor: z.string().optional(),
  data: z.looseObject({
    message_id: z.int().optional(),
    chat_id: z.int().optional(),
    code: z.string().optional(),
    recovered: z.boolean().optional(),
  }),
});

const atOnce = 16;
const againAfterMs = 20;
const patienceMs = 200;
/** What says only that it may be tried again. */
const forNow = ["request.too_many", "server.busy"];

/**
 * Begins to write. Now and then something is sent again that was acknowledged, and something read is marked so.
 *
 * @param first from where to go on: the cursor of a snapshot
 */
export function writer(
  person: Person,
  first: string,
  { door, messages, random }: { door: Door; messages: readonly Message[]; random: () => number },
): Writer {
  const acked = new Map<string, number>();
  const shown = new Map<number, number[]>();
  const done = Promise.withResolvers<void>();
  const leaving = new AbortController();
  const byId = new Map(messages.map((message) => [message.client_id, message]));
  const unsent = [...messages];
  const pending = new Set<string>();
  let caughtUp = Promise.withResolvers<void>();
  let cursor = first;
  /** What came without a cursor: it counts once one comes, and comes again where none does. */
  let uncertain: { chat_id: number; message_id: number }[] = [];
  let socket: WebSocket | undefined;
  let isHere = false;

  function say(type: string, id: string, data: object): void {
    if (isHere && socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type, id, data }));
  }

  function write(client_id: string): void {
    const message = byId.get(client_id);
    if (message) say("sendMessage", client_id, message);
  }

  function writeMore(): void {
    while (isHere && pending.size < atOnce) {
      const message = unsent.shift();
      if (!message) break;
      pending.add(message.client_id);
      write(message.client_id);
    }
    if (acked.size === messages.length) done.resolve();
  }

  function noteAck(client_id: string, message_id: number): void {
    const before = acked.get(client_id);
    if (before !== undefined && before !== message_id) {
      done.reject(new Error(`Message ${client_id} was acknowledged as ${before}, and then as ${message_id}.`));
    }
    acked.set(client_id, message_id);
    pending.delete(client_id);
    if (before === undefined && random() < 0.05) write(client_id);
    writeMore();
  }

  function keep(at: string | undefined): void {
    for (const { chat_id, message_id } of uncertain) shown.set(chat_id, [...shown.get(chat_id) ?? [], message_id]);
    uncertain = [];
    cursor = at ?? cursor;
  }

  function take(text: string): void {
    const { type, id, cursor: at, data } = frame.parse(JSON.parse(text));
    if (type === "resumed") {
      if (!data.recovered) done.reject(new Error("Something could not be recovered."));
      keep(at);
      isHere = true;
      for (const client_id of pending) write(client_id);
      writeMore();
      return caughtUp.resolve();
    }
    if (type === "chat.message") {
      const { chat_id = 0, message_id = 0 } = data;
      uncertain.push({ chat_id, message_id });
      if (random() < 0.05) say("markRead", "read", { chat_id, message_id });
    }
    if (at !== undefined) keep(at);
    if (id === undefined || id === "read") return;
    if (type === "ack" && data.message_id !== undefined) noteAck(id, data.message_id);
    else if (type === "error" && forNow.includes(data.code ?? "")) {
      void pause(patienceMs * (1 + random()), leaving.signal).then(() => write(id));
    } else if (type === "error") done.reject(new Error(`${person.name} is refused: ${text}`));
  }

  function come(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const own = socket = new WebSocket(`${door.url.replace("http", "ws")}/ws`, [
      "inyeon.v1",
      `bearer.${person.access}`,
      "resume",
    ]);
    uncertain = [];
    own.onopen = () => own.send(JSON.stringify({ type: "resume", data: { cursor } }));
    own.onmessage = ({ data }) => take(data);
    own.onerror = () => {};
    own.onclose = () => resolve();
    return promise;
  }

  const living = (async () => {
    while (!leaving.signal.aborted) {
      await come();
      isHere = false;
      await pause(againAfterMs, leaving.signal);
    }
  })();

  return {
    person,
    acked,
    shown,
    done: done.promise,
    caughtUp() {
      caughtUp = Promise.withResolvers<void>();
      socket?.close();
      return caughtUp.promise;
    },
    async leave() {
      leaving.abort();
      socket?.close();
      await living;
    },
  };
}
