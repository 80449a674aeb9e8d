import type { Message } from "./contract.ts";

/*
 * What stands in a chat, line by line: days, messages, and what is on its way. Pure.
 */

/** What was written here and is on its way, or was taken and does not stand in its chat yet. */
export type Outgoing = {
  client_id: string;
  content: string;
  written_at: string;
  state: "pending" | "failed" | "sent";
  message_id?: number;
  sent_at?: string;
};

export type MessageLine = {
  kind: "message";
  key: string;
  isMine: boolean;
  content: string;
  isErased: boolean;
  at: string;
  /** The next one is someone else's, of another minute, or not said yet. */
  isLastOfRun: boolean;
  state: "said" | "read" | "sending" | "failed";
  outgoing?: Outgoing;
};

export type Line = { kind: "day"; key: string; at: string } | MessageLine;

type Told = {
  me: number;
  /** Oldest first. */
  messages: Message[];
  outgoing: Outgoing[];
  /** Up to where the other has read. */
  readId?: number;
  dayOf: (instant: string) => string;
};

/** The lines of a chat, oldest first. */
export function linesOf({ me, messages, outgoing, readId, dayOf }: Told): Line[] {
  const readUpTo = messages.findIndex(({ message_id }) => message_id === readId);
  const lastRead = messages.findLastIndex(({ sender_id }, at) => at <= readUpTo && sender_id === me);
  const said = messages.map(({ message_id, sender_id, content, erased, sent_at, client_id }, at) => ({
    kind: "message" as const,
    key: client_id ? `mine ${client_id}` : `message ${message_id}`,
    isMine: sender_id === me,
    content,
    isErased: erased === true,
    at: sent_at,
    state: at === lastRead ? "read" as const : "said" as const,
  }));
  const all: Omit<MessageLine, "isLastOfRun">[] = [...said, ...notThere(outgoing, messages, me).map(leaving)];
  return all.flatMap((line, at) => {
    const before = all[at - 1];
    const after = all[at + 1];
    const isNewDay = !before || dayOf(before.at) !== dayOf(line.at);
    const isLastOfRun = !after || after.isMine !== line.isMine || minuteOf(after.at) !== minuteOf(line.at) ||
      waitOf(line) !== waitOf(after);
    const day: Line = { kind: "day", key: `day ${dayOf(line.at)}`, at: line.at };
    return [...isNewDay ? [day] : [], { ...line, isLastOfRun }];
  });
}

/** What is on its way and does not stand among the messages yet. */
function notThere(outgoing: Outgoing[], messages: Message[], me: number): Outgoing[] {
  const claimed = new Set<Message>();
  return outgoing.filter((one) => {
    const same = ({ message_id, client_id }: Message) => message_id === one.message_id || client_id === one.client_id;
    const found = messages.find(same) ?? messages.find((said) => !claimed.has(said) && mayBe(one, said, me));
    if (found) claimed.add(found);
    return found === undefined;
  });
}

const shownAs = { pending: "sending", failed: "failed", sent: "said" } as const;

function leaving(one: Outgoing): Omit<MessageLine, "isLastOfRun"> {
  return {
    kind: "message",
    key: `mine ${one.client_id}`,
    isMine: true,
    content: one.content,
    isErased: false,
    at: one.sent_at ?? one.written_at,
    state: shownAs[one.state],
    outgoing: one,
  };
}

/**
 * Whether something that is being sent again may be what a page of messages holds already: pages do not tell client ids.
 * The server's answer settles it in a moment.
 */
function mayBe({ state, content, written_at }: Outgoing, said: Message, me: number): boolean {
  return state === "pending" && said.client_id === undefined && said.sender_id === me && said.content === content &&
    Date.parse(said.sent_at) > Date.parse(written_at) - clockErrorMs;
}

const clockErrorMs = 5_000;
const waitOf = ({ state }: { state: MessageLine["state"] }) => state === "read" ? "said" : state;
const minuteOf = (instant: string) => Math.floor(Date.parse(instant) / 60_000);
