import {
  changeChat,
  chatOf,
  fromSync,
  next,
  nothing,
  openRoom,
  withChats,
  withIntroductions,
  withoutChat,
  withPage,
} from "./flow.js";

const readsPlace = "inyeon.reads";
const typingShownMs = 8_000;
const askAgainMs = [0, 200, 500, 1_000, 2_000];

/**
 * Keeps `flow` (flow.js) and one's own profile as the server tells them, by its answers and its frames.
 *
 * @param {{
 *   session: any,
 *   changed: () => void,
 *   looked: () => void,
 *   said: (message: any) => void,
 *   introduced: (type: string, introduction: any) => void,
 * }} options `looked`: everything was asked anew; `said`: a message came by a frame; `introduced`: news of a request
 */
export function openStore({ session, changed, looked, said, introduced }) {
  /** How far others have read is kept for a reload: the server tells it when it happens and not again. */
  let flow = { ...nothing, reads: JSON.parse(sessionStorage.getItem(readsPlace) ?? "{}") };
  /** My own profile, once it is known. */
  let profile;
  const typingEnds = new Map();
  /** How many times the chats were fetched, and the newest fetch whose answer is shown. */
  let chatsAsked = 0, chatsKnown = 0;

  function set(to) {
    if (to.reads !== flow.reads) sessionStorage.setItem(readsPlace, JSON.stringify(to.reads));
    flow = to;
    changed();
  }

  async function loadProfile() {
    profile = await session.ask("GET", "/api/users/me");
  }

  async function loadIntroductions() {
    const listed = await session.ask("GET", "/api/matches?limit=100");
    // read again: frames may have come meanwhile
    set(withIntroductions(flow, listed));
  }

  async function loadChats() {
    const asked = ++chatsAsked;
    const listed = await session.ask("GET", "/api/chats");
    // a slow answer may be older than what is shown
    if (asked < chatsKnown) return;
    chatsKnown = asked;
    set(withChats(flow, listed));
  }

  function onFrame(type, data) {
    set(next(flow, type, data));
    if (type === "chat.typing") endTyping(data);
    if (type === "chat.message") {
      said(data);
      if (!chatOf(flow, data.chat_id)) void askUntil(loadChats, () => chatOf(flow, data.chat_id));
    }
    if (type === "chat.read" && chatOf(flow, data.chat_id)?.isDoubtful) void loadChats().catch(() => {});
    if (type.startsWith("introduction.")) void tell(type, data);
  }

  /** Who writes says so again and again; who has gone cannot say that they stopped. */
  function endTyping({ chat_id, typing }) {
    clearTimeout(typingEnds.get(chat_id));
    if (!typing) return;
    typingEnds.set(chat_id, setTimeout(() => onFrame("chat.typing", { chat_id, typing: false }), typingShownMs));
  }

  async function tell(type, { match_id }) {
    const find = () => flow.introductions.find((one) => one.match_id === match_id);
    if (!find()) await askUntil(loadIntroductions, find);
    const introduction = find();
    if (introduction) introduced(type, introduction);
  }

  return {
    flow: () => flow,
    profile: () => profile,
    /** Whether my profile says what blind dates need. */
    isComplete: () => !!(profile?.name && profile.birth_date && profile.gender),
    onFrame,
    loadProfile,
    loadIntroductions,
    loadChats,

    /** How everything is; the first thing to know, and again where too much was missed. */
    async look() {
      const [sync] = await Promise.all([session.ask("GET", "/api/sync"), loadProfile()]);
      set(fromSync({ ...flow, me: profile.user_id }, sync));
      looked();
      return sync.cursor;
    },

    /** What was decided here; a frame says it too. */
    decided({ match_id, partner }, status, chat_id) {
      const data = { match_id, user_id: partner.user_id, chat_id };
      set(next(flow, status === "matched" ? "introduction.accepted" : `introduction.${status}`, data));
    },

    /** Not drawn anew: whoever opens a room is drawing. */
    openRoom: (chatId) => flow = openRoom(flow, chatId),
    loadedPage: (chatId, page) => set(withPage(flow, chatId, page)),
    read: (chatId, unread_count) => set(changeChat(flow, chatId, { unread_count })),
    ended(chatId) {
      chatsKnown = ++chatsAsked;
      set(changeChat(flow, chatId, { closed: true }));
    },
    left: (chatId) => set(withoutChat(flow, chatId)),
    forget() {
      profile = undefined;
      typingEnds.forEach(clearTimeout);
      set(nothing);
    },
  };
}

/** A frame may be ahead of what lists tell: they are asked again for a little while. */
async function askUntil(load, isThere) {
  for (const waitMs of askAgainMs) {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    await load().catch(() => {});
    if (isThere()) return;
  }
}
