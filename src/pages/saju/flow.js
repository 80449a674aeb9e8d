/*
 * Chats and requests, as a value: made from `GET /api/sync`, carried on by the frames that come and the pages of messages
 * that are read. Pure, so that a frame that comes twice, or a page that holds what a frame has told, does no harm.
 */

/**
 * @typedef {{ user_id: number, name: string | null, profile_img_url: string | null }} Partner
 * @typedef {{
 *   message_id: number,
 *   sender_id: number,
 *   content: string,
 *   erased?: true,
 *   sent_at: string,
 *   client_id?: string,
 * }} Message
 * @typedef {{
 *   chat_id: number,
 *   partner: Partner,
 *   last_message: { content: string, erased?: true, sent_at: string, sender_id: number } | null,
 *   unread_count: number,
 *   closed: boolean,
 *   heard: { id: number, isTheirs: boolean }[],
 *   isDoubtful?: boolean,
 * }} Chat `heard`: the messages that came since the snapshot; `isDoubtful`: how many are unread must be asked again
 * @typedef {{ messages: Message[], isLoaded: boolean, isWhole: boolean }} Room messages oldest first, without a gap
 * @typedef {{
 *   match_id: number,
 *   status: "requested" | "matched" | "declined" | "withdrawn" | "lapsed",
 *   requester_id: number,
 *   receiver_id: number,
 *   partner: Partner,
 *   compatibility_score: number,
 *   created_at: string,
 * }} Introduction
 * @typedef {{
 *   me?: number,
 *   chats: Chat[],
 *   introductions: Introduction[],
 *   rooms: Record<number, Room>,
 *   reads: Record<number, number>,
 *   typing: Record<number, boolean>,
 * }} Flow `reads`: up to which message the other of a chat has read
 */

const heardKept = 300;

/** @type {Flow} */
export const nothing = { me: undefined, chats: [], introductions: [], rooms: {}, reads: {}, typing: {} };

/**
 * How everything is, by a snapshot. Messages are read anew: what came in between may be missing.
 *
 * @param {Flow} flow
 * @param {any} sync the answer of `GET /api/sync`
 * @returns {Flow}
 */
export function fromSync(flow, { chats, introductions }) {
  return { ...flow, chats: chats.map(fresh), introductions, rooms: {}, typing: {} };
}

const fresh = (chat) => ({ ...chat, heard: [] });

/**
 * What a frame makes of it.
 *
 * @param {Flow} flow
 * @param {string} type
 * @param {any} data
 * @returns {Flow}
 */
export function next(flow, type, data) {
  switch (type) {
    case "chat.message":
      return withMessage(flow, data);
    case "chat.read":
      return data.reader_id === flow.me
        ? readByMe(flow, data)
        : { ...flow, reads: { ...flow.reads, [data.chat_id]: data.message_id } };
    case "chat.typing":
      return { ...flow, typing: { ...flow.typing, [data.chat_id]: data.typing } };
    case "introduction.accepted":
      return withChat(decided(flow, data.match_id, "matched"), data);
    case "introduction.declined":
      return decided(flow, data.match_id, "declined");
    case "introduction.withdrawn":
      return decided(flow, data.match_id, "withdrawn");
    case "introduction.lapsed":
      return decided(flow, data.match_id, "lapsed");
    default:
      return flow;
  }
}

function withMessage(flow, { chat_id, ...message }) {
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

function readByMe(flow, { chat_id, message_id }) {
  const inRoom = (flow.rooms[chat_id]?.messages ?? [])
    .map(({ message_id, sender_id }) => ({ id: message_id, isTheirs: sender_id !== flow.me }));
  const known = [inRoom, chatOf(flow, chat_id)?.heard ?? []].find((all) => all.some(({ id }) => id === message_id));
  if (!known) return changeChat(flow, chat_id, { isDoubtful: true });
  const after = known.slice(known.findIndex(({ id }) => id === message_id) + 1);
  return changeChat(flow, chat_id, { unread_count: after.filter(({ isTheirs }) => isTheirs).length });
}

function decided(flow, matchId, status) {
  const introductions = flow.introductions.map((one) => one.match_id === matchId ? { ...one, status } : one);
  return { ...flow, introductions };
}

function withChat(flow, { match_id, user_id, chat_id }) {
  if (chatOf(flow, chat_id)) return flow;
  const partner = flow.introductions.find((one) => one.match_id === match_id)?.partner ??
    { user_id, name: null, profile_img_url: null };
  return {
    ...flow,
    chats: [fresh({ chat_id, partner, last_message: null, unread_count: 0, closed: false }), ...flow.chats],
  };
}

/** @returns {Chat | undefined} */
export const chatOf = (flow, chatId) => flow.chats.find((chat) => chat.chat_id === chatId);

/** @returns {Flow} with something of a chat changed */
export function changeChat(flow, chatId, change) {
  return { ...flow, chats: flow.chats.map((chat) => chat.chat_id === chatId ? { ...chat, ...change } : chat) };
}

/** Merges the chats of `GET /api/chats`: adds new ones, and updates partners, ends and whatever was doubtful. */
export function withChats(flow, listed) {
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
const activeAt = ({ last_message }) => last_message ? Date.parse(last_message.sent_at) : Infinity;

/** All requests as `GET /api/matches` lists them; one that was heard to be decided stays so. */
export function withIntroductions(flow, listed) {
  const introductions = listed.map((one) => {
    const known = flow.introductions.find(({ match_id }) => match_id === one.match_id);
    return known && one.status === "requested" ? { ...one, status: known.status } : one;
  });
  const partners = new Map(listed.map(({ partner }) => [partner.user_id, partner]));
  const chats = flow.chats.map((chat) =>
    chat.partner.name === null ? { ...chat, partner: partners.get(chat.partner.user_id) ?? chat.partner } : chat
  );
  return { ...flow, introductions, chats };
}

/** A room that is opened, of which nothing is known before a page of it comes. */
export function openRoom(flow, chatId) {
  if (flow.rooms[chatId]) return flow;
  return { ...flow, rooms: { ...flow.rooms, [chatId]: { messages: [], isLoaded: false, isWhole: false } } };
}

/**
 * A page of messages, newest first as the server answers it: the newest ones, or those before what is there.
 *
 * @param {Flow} flow
 * @param {number} chatId
 * @param {{ page: Message[], size: number, isOlder: boolean }} read
 * @returns {Flow}
 */
export function withPage(flow, chatId, { page, size, isOlder }) {
  const room = flow.rooms[chatId];
  if (!room) return flow;
  const among = (messages, one) => messages.some(({ message_id }) => message_id === one.message_id);
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
export function withoutChat(flow, chatId) {
  const { [chatId]: _, ...rooms } = flow.rooms;
  return { ...flow, rooms, chats: flow.chats.filter((chat) => chat.chat_id !== chatId) };
}

/** How many messages are unread in all chats. */
export const unreadIn = ({ chats }) => chats.reduce((sum, { unread_count }) => sum + unread_count, 0);

/** The requests that wait for my answer. @param {Flow} flow */
export const waitingForMe = ({ introductions, me }) =>
  introductions.filter(({ status, receiver_id }) => status === "requested" && receiver_id === me);
