import { chatView } from "./chat_view.js";
import { chatsView, countText } from "./chats_view.js";
import {
  changeChat,
  chatOf,
  fromSync,
  next,
  nothing,
  openRoom,
  unreadIn,
  waitingForMe,
  withChats,
  withIntroductions,
  withoutChat,
  withPage,
} from "./flow.js";
import { meView } from "./me_view.js";
import { openOutbox } from "./outbox.js";
import { peopleView } from "./people_view.js";
import { toast } from "./person.js";
import { requestsView } from "./requests_view.js";
import { texts } from "./texts.js";
import { liveConnection } from "../shared/live.js";
import { $, markTab, sayProblem, showProblem, showView } from "../shared/page.js";
import { request } from "../shared/rest.js";
import { safetyDialog } from "../shared/safety_dialog.js";
import { openSession } from "../shared/session.js";
import { signView } from "../shared/sign_view.js";
import { fillTexts, language, switchLanguage, t, useTexts } from "../shared/texts.js";

/*
 * Puts the page together. What is shown follows from `flow` (flow.js), which only the server's answers and frames
 * change, and from the address behind the #, so that the way back is the browser's own.
 */

useTexts(texts);
const readsPlace = "inyeon.reads";
const typingShownMs = 8_000;
const sentWithinMs = 3_000;
const tabs = ["people", "requests", "chats", "me"];
const rules = await request("GET", "/saju/rules.json");
const session = openSession({ ended: () => signOut(t("sessionOver")) });

/** How far others have read is kept for a reload: the server tells it when it happens and not again. */
const keptReads = () => JSON.parse(sessionStorage.getItem(readsPlace) ?? "{}");
let flow = { ...nothing, reads: keptReads() };
/** My own profile, once it is known. */
let profile;
const typingEnds = new Map();
let sendingLong;

const current = () => flow;
const isComplete = () => !!(profile?.name && profile.birth_date && profile.gender);

const live = liveConnection({
  session,
  look,
  onFrame,
  onState: () => draw(),
  onOver: signOut,
});
const outbox = openOutbox({
  send: (message) => live.ask("sendMessage", message),
  changed() {
    watchSending();
    draw();
  },
  refused: (chatId, error) => {
    chat.refused(chatId, error);
    draw();
  },
});
const safety = safetyDialog({ session, onBlocked: () => void reload().catch(() => {}) });
const askSafety = safety.ask;
const sign = signView({
  identity: "email",
  minAge: rules.min_age,
  async register(form) {
    const { email, password, name, birth_date, birth_time, gender } = Object.fromEntries(new FormData(form));
    const body = { email, password, name, birth_date, gender, ...(birth_time ? { birth_time } : {}) };
    await request("POST", "/api/users/register", { body, once: true });
  },
  logIn: (credentials) => session.logIn("/api/users/login", credentials),
  begin,
});
const people = peopleView({ session, current, ask, answer, openChatWith, askSafety });
const requests = requestsView({ session, current, answer, openChatWith, askSafety });
const chats = chatsView({ current, openChat });
const chat = chatView({
  session,
  live,
  current,
  outbox,
  loaded: (chatId, page) => set(withPage(flow, chatId, page)),
  read: (chatId, unread_count) => set(changeChat(flow, chatId, { unread_count })),
  leave,
  back: () => go("chats"),
  askSafety,
});
const me = meView({
  session,
  profile: () => profile,
  async changed() {
    const wasComplete = isComplete();
    profile = await session.ask("GET", "/api/users/me");
    if (isComplete()) await reload();
    if (!wasComplete && isComplete()) go("people");
    draw();
  },
});

function set(changed) {
  if (changed.reads !== flow.reads) sessionStorage.setItem(readsPlace, JSON.stringify(changed.reads));
  flow = changed;
  draw();
}

/** @returns {{ view: string, chatId?: number }} */
function viewOf() {
  if (!session.isOpen()) return { view: "sign" };
  if (profile && !isComplete()) return { view: "me" };
  const [name, id] = location.hash.slice(1).split("/");
  if (name === "chat" && Number(id) > 0) return { view: "chat", chatId: Number(id) };
  return { view: tabs.includes(name) ? name : "people" };
}

function go(place) {
  if (location.hash === `#${place}`) draw();
  else location.hash = place;
}

function draw() {
  const { view, chatId } = viewOf();
  const isSignedIn = view !== "sign";
  // shown first, so that it has a size
  document.body.dataset.view = view;
  showView(view);
  if (view !== "chat") chat.hidden();
  if (view === "sign") sign.draw();
  if (view === "people") people.draw(language());
  if (view === "requests") requests.draw(language(), waitingForMe(flow));
  if (view === "chats") chats.draw();
  if (view === "chat" && flow.me !== undefined) {
    flow = openRoom(flow, chatId);
    chat.draw(chatId);
  }
  if (view === "me") me.draw(isComplete());
  if ($("safety").open) safety.draw();
  $("log-out").hidden = !isSignedIn;
  const nav = document.querySelector("nav");
  nav.hidden = !isSignedIn || !isComplete();
  markTab(nav, view === "chat" ? "chats" : view);
  const unread = unreadIn(flow);
  drawBadge($("chats-badge"), unread, "unreadOf");
  drawBadge($("requests-badge"), waitingForMe(flow).length, "waitingOf");
  document.title = unread > 0 ? `(${countText(unread)}) ${t("title")}` : t("title");
}

function drawBadge(badge, n, key) {
  badge.hidden = n === 0;
  badge.textContent = countText(n);
  badge.ariaLabel = t(key, { n });
  badge.role = "img";
}

/** Someone is logged in: everything live begins. */
function begin() {
  live.open();
  outbox.resume();
  draw();
}

/** How everything is; the first thing to know, and again where too much was missed. */
async function look() {
  const [sync, mine] = await Promise.all([session.ask("GET", "/api/sync"), session.ask("GET", "/api/users/me")]);
  profile = mine;
  set(fromSync({ ...flow, me: mine.user_id }, sync));
  // what follows need not be there before frames are
  if (isComplete()) void reload().catch((error) => showProblem($("view-people"), error));
  return sync.cursor;
}

/** What sync does not tell: all requests, and today's people. */
async function reload() {
  await Promise.all([loadIntroductions(), people.load()]);
  draw();
}

async function loadIntroductions() {
  set(withIntroductions(flow, await session.ask("GET", "/api/matches?limit=100")));
}

async function loadChats() {
  set(withChats(flow, await session.ask("GET", "/api/chats")));
}

/** Where a message takes long to be sent, it is found out sooner whether the way is dead. */
function watchSending() {
  clearTimeout(sendingLong);
  if (outbox.isSending()) sendingLong = setTimeout(() => live.urgent(true), sentWithinMs);
  else live.urgent(false);
}

function onFrame(type, data) {
  set(next(flow, type, data));
  if (type === "chat.typing") endTyping(data);
  if (type === "chat.message") {
    outbox.seen([data]);
    if (!chatOf(flow, data.chat_id)) void eventually(loadChats, () => chatOf(flow, data.chat_id));
  }
  if (type === "chat.read" && chatOf(flow, data.chat_id)?.isDoubtful) void loadChats().catch(() => {});
  if (type.startsWith("introduction.")) void tellIntroduction(type, data);
}

/** Who writes says so again and again; who has gone cannot say that they stopped. */
function endTyping({ chat_id, typing }) {
  clearTimeout(typingEnds.get(chat_id));
  if (!typing) return;
  typingEnds.set(chat_id, setTimeout(() => onFrame("chat.typing", { chat_id, typing: false }), typingShownMs));
}

async function tellIntroduction(type, { match_id, by_me }) {
  const find = () => flow.introductions.find((one) => one.match_id === match_id);
  if (!find()) await eventually(loadIntroductions, find);
  const name = find()?.partner.name;
  if (!name) return;
  if (type === "introduction.requested" && !by_me) toast(t("newRequest", { name }));
  if (type === "introduction.accepted") toast(t("newMatch", { name }));
}

/** A frame may be ahead of what lists tell: they are asked again for a little while. */
async function eventually(load, isThere) {
  for (const waitMs of [0, 200, 500, 1_000, 2_000]) {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    await load().catch(() => {});
    if (isThere()) return;
  }
}

async function ask({ user_id }) {
  const { status, chat_id } = await session.ask("POST", "/api/matches/request", { receiver_id: user_id }, {
    once: true,
  });
  await loadIntroductions();
  // they had asked first
  if (status === "matched" && chat_id) openChat(chat_id);
}

async function answer({ match_id, partner }, decision) {
  const { chat_id } = await session.ask("POST", `/api/matches/${match_id}/${decision}`, {}, { once: true });
  const data = { match_id, user_id: partner.user_id, chat_id };
  set(next(flow, decision === "accept" ? "introduction.accepted" : "introduction.declined", data));
  if (decision === "accept") openChat(chat_id);
}

function openChat(chatId) {
  go(`chat/${chatId}`);
}

function openChatWith(userId) {
  const found = flow.chats.find(({ partner }) => partner.user_id === userId);
  if (found) openChat(found.chat_id);
}

async function leave(chatId) {
  await session.ask("DELETE", `/api/chats/${chatId}`);
  outbox.forget(chatId);
  set(withoutChat(flow, chatId));
  go("chats");
  toast(t("left"));
}

function signOut(why) {
  live.close();
  $("safety").close();
  outbox.forget();
  chat.forget();
  people.forget();
  sessionStorage.clear();
  profile = undefined;
  set(nothing);
  // whoever comes next begins at the beginning
  history.replaceState(null, "", location.pathname);
  draw();
  sayProblem($("view-sign"), why);
}

function opened() {
  const { view } = viewOf();
  if (view === "people" && isComplete()) {
    void people.load().then(draw, (error) => showProblem($("view-people"), error));
  }
  if (view === "me") void me.openBlocks();
  draw();
}

addEventListener("hashchange", opened);
$("language").addEventListener("click", () => {
  switchLanguage();
  live.again();
  fillTexts();
  me.drawBlocks();
  draw();
});
$("log-out").addEventListener("click", async () => {
  await session.logOut().catch(() => session.drop());
  signOut(t("loggedOut"));
});
for (const button of document.querySelectorAll("nav button")) {
  button.addEventListener("click", () => go(button.dataset.tab));
}

fillTexts();
if (session.isOpen()) begin();
else draw();
if (session.isOpen() && viewOf().view === "me") void me.openBlocks();
