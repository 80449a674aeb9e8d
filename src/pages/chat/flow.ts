import type { ChatFrame, DataOf, Message, Origin, SeenChat } from "./contract.ts";

/*
 * Chats as a value: made from `GET /api/sync`, carried on by the frames that come and the pages of messages that are
 * read. Pure, so that a frame that comes twice, or a page that holds what a frame has told, does no harm.
 */

/** The other person of a chat; without a name until a list tells it. */
export type Partner = { user_id: number; name: string | null; profile_img_url: string | null };

export type Chat = Omit<SeenChat, "partner"> & {
  partner: Partner;
  /** The messages that came since the snapshot. */
  heard: Heard[];
  /** How many are unread must be asked again. */
  isDoubtful?: boolean;
};

type Heard = { id: number; isTheirs: boolean };

/** Messages oldest first, without a gap. */
export type Room = { messages: Message[]; isLoaded: boolean; isWhole: boolean };

export type Flow = {
  me?: number;
  chats: Chat[];
  rooms: Record<number, Room>;
  /** Up to which message the other of a chat has read. */
  reads: Record<number, number>;
  typing: Record<number, boolean>;
};

const heardKept = 300;

export const nothing: Flow = { me: undefined, chats: [], rooms: {}, reads: {}, typing: {} };

/** How everything is, by a snapshot. Messages are read again, since what came in between may be missing. */
export function fromSync(flow: Flow, { chats }: { chats: SeenChat[] }): Flow {
  return { ...flow, chats: chats.map(fresh), rooms: {}, typing: {} };
}

const fresh = (chat: Omit<Chat, "heard">): Chat => ({ ...chat, heard: [] });

/** What a frame makes of it. */
export function next(flow: Flow, { type, data }: ChatFrame): Flow {
  switch (type) {
    case "chat.message":
      return withMessage(flow, data);
    case "chat.read":
      return data.reader_id === flow.me
        ? readByMe(flow, data)
        : { ...flow, reads: { ...flow.reads, [data.chat_id]: data.message_id } };
    case "chat.typing":
      return { ...flow, typing: { ...flow.typing, [data.chat_id]: data.typing } };
    default:
      return flow;
  }
}

function withMessage(flow: Flow, { chat_id, ...message }: DataOf<"chat.message">): Flow {
  const room = flow.rooms[chat_id];
  const rooms = room && !room.messages.some(({ message_id }) => message_id === message.message_id)
    ? { ...flow.rooms, [chat_id]: { ...room, messages: [...room.messages, message] } }
    : flow.rooms;
  const chat = chatOf(flow, chat_id);
  if (!chat || chat.heard.some(({ id }) => id === message.message_id)) return { ...flow, rooms };
  const isTheirs = message.sender_id !== flow.me;
  const { sender_id, content, sent_at } = message;
  const last = chat.last_message;
  // the snapshot may be a little newer than the cursor it came with
  const isCounted = chat.heard.length === 0 && last?.sender_id === sender_id && last.sent_at === sent_at &&
    last.content === content;
  const changed = {
    ...chat,
    last_message: { content, sent_at, sender_id },
    unread_count: chat.unread_count + (isTheirs && !isCounted ? 1 : 0),
    heard: [...chat.heard, { id: message.message_id, isTheirs }].slice(-heardKept),
  };
  const chats = [changed, ...flow.chats.filter((one) => one !== chat)];
  return { ...flow, rooms, chats, typing: isTheirs ? { ...flow.typing, [chat_id]: false } : flow.typing };
}

function readByMe(flow: Flow, { chat_id, message_id }: DataOf<"chat.read">): Flow {
  const inRoom: Heard[] = (flow.rooms[chat_id]?.messages ?? [])
    .map(({ message_id, sender_id }) => ({ id: message_id, isTheirs: sender_id !== flow.me }));
  const known = [inRoom, chatOf(flow, chat_id)?.heard ?? []].find((all) => all.some(({ id }) => id === message_id));
  if (!known) return changeChat(flow, chat_id, { isDoubtful: true });
  const after = known.slice(known.findIndex(({ id }) => id === message_id) + 1);
  return changeChat(flow, chat_id, { unread_count: after.filter(({ isTheirs }) => isTheirs).length });
}

/** With a chat that has just begun. */
export function withOpened(
  flow: Flow,
  { chat_id, origin, partner }: { chat_id: number; origin: Origin; partner: Partner },
): Flow {
  if (chatOf(flow, chat_id)) return flow;
  const opened = fresh({ chat_id, origin, partner, last_message: null, unread_count: 0, closed: false });
  return { ...flow, chats: [opened, ...flow.chats] };
}

/** With the partners of chats whose names were not known yet. */
export function withPartners(flow: Flow, partners: Partner[]): Flow {
  const known = new Map(partners.map((partner) => [partner.user_id, partner]));
  const chats = flow.chats.map((chat) =>
    chat.partner.name === null ? { ...chat, partner: known.get(chat.partner.user_id) ?? chat.partner } : chat
  );
  return { ...flow, chats };
}

export const chatOf = (flow: Flow, chatId: number): Chat | undefined =>
  flow.chats.find((chat) => chat.chat_id === chatId);

/** With something of a chat changed. */
export function changeChat(flow: Flow, chatId: number, change: Partial<Chat>): Flow {
  return { ...flow, chats: flow.chats.map((chat) => chat.chat_id === chatId ? { ...chat, ...change } : chat) };
}

/** Merges the chats of `GET /api/chats`: adds new ones, and updates partners, ends and whatever was doubtful. */
export function withChats(flow: Flow, listed: SeenChat[]): Flow {
  const chats = flow.chats.map((chat) => {
    const found = listed.find(({ chat_id }) => chat_id === chat.chat_id);
    if (!found) return chat;
    const unread_count = chat.isDoubtful ? found.unread_count : chat.unread_count;
    return { ...chat, partner: found.partner, closed: found.closed, unread_count, isDoubtful: false };
  });
  const others = listed.filter(({ chat_id }) => !chatOf(flow, chat_id)).map(fresh);
  return { ...flow, chats: [...chats, ...others].sort((a, b) => activeAt(b) - activeAt(a)) };
}

// one that nothing was said in yet has just begun
const activeAt = ({ last_message }: Chat) => last_message ? Date.parse(last_message.sent_at) : Infinity;

/** A room that is opened, of which nothing is known before a page of it comes. */
export function openRoom(flow: Flow, chatId: number): Flow {
  if (flow.rooms[chatId]) return flow;
  return { ...flow, rooms: { ...flow.rooms, [chatId]: { messages: [], isLoaded: false, isWhole: false } } };
}

/** A page of messages, newest first as the server answers it: the newest ones, or those before what is there. */
export type Page = { page: Message[]; size: number; isOlder: boolean };

/** With a page of messages that was read. */
export function withPage(flow: Flow, chatId: number, { page, size, isOlder }: Page): Flow {
  const room = flow.rooms[chatId];
  if (!room) return flow;
  const among = (messages: Message[], one: Message) => messages.some(({ message_id }) => message_id === one.message_id);
  const read = page.toReversed();
  const messages = isOlder ? [...read.filter((one) => !among(room.messages, one)), ...room.messages] : [
    ...read.map((one) => room.messages.find((own) => own.message_id === one.message_id) ?? one),
    ...room.messages.filter((one) => !among(read, one)),
  ];
  return {
    ...flow,
    rooms: { ...flow.rooms, [chatId]: { messages, isLoaded: true, isWhole: room.isWhole || page.length < size } },
  };
}

/** Without a chat that was left. */
export function withoutChat(flow: Flow, chatId: number): Flow {
  const { [chatId]: _, ...rooms } = flow.rooms;
  return { ...flow, rooms, chats: flow.chats.filter((chat) => chat.chat_id !== chatId) };
}

/** How many messages are unread in chats. */
export const unreadIn = (chats: Chat[]): number => chats.reduce((sum, { unread_count }) => sum + unread_count, 0);
