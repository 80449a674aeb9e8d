import { birthFields } from "./birth.js";
import { chatView } from "./chat_view.js";
import { chatsView, countText } from "./chats_view.js";
import { unreadIn, waitingForMe } from "./flow.js";
import { meView } from "./me_view.js";
import { openOutbox } from "./outbox.js";
import { peopleView } from "./people_view.js";
import { hush, toast } from "./person.js";
import { requestsView } from "./requests_view.js";
import { openStore } from "./store.js";
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
 * change (store.js), and from the address behind the #, so that the way back is the browser's own.
 */

useTexts(texts);
const sentWithinMs = 3_000;
const tabs = ["people", "requests", "chats", "me"];
const rules = await request("GET", "/saju/rules.json");
const session = openSession({ ended: () => signOut(t("sessionOver")) });

let sendingLong;

const store = openStore({
  session,
  changed: () => draw(),
  looked() {
    // what follows need not be there before frames are
    if (store.isComplete()) void reload().catch((error) => showProblem($("view-people"), error));
  },
  said: (message) => outbox.seen([message]),
  introduced(type, { partner, requester_id }) {
    const isMine = requester_id === current().me;
    if (type === "introduction.requested" && !isMine) toast(t("newRequest", partner));
    // whoever says yes is in the chat already
    if (type === "introduction.accepted" && isMine) toast(t("newMatch", partner));
  },
});
const current = store.flow;
const live = liveConnection({
  session,
  look: store.look,
  onFrame: store.onFrame,
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
const safety = safetyDialog({ session, onBlocked: reloadPeople });
const askSafety = safety.ask;
const birth = birthFields($("sign-form"));
const sign = signView({
  identity: "email",
  minAge: rules.min_age,
  consents: rules.consents,
  async register(form) {
    const { email, password, name, birth_time, gender } = Object.fromEntries(new FormData(form));
    const body = { email, password, name, ...birth.told(), gender, ...(birth_time ? { birth_time } : {}) };
    await request("POST", "/api/users/register", { body: { ...body, consents: rules.consents }, once: true });
  },
  logIn: (credentials) => session.logIn("/api/users/login", credentials),
  begin,
});
const people = peopleView({ session, current, ask, answer, openChatWith, askSafety });
const requests = requestsView({ session, current, answer, withdraw, openChatWith, askSafety });
const chats = chatsView({ current, openChat });
const chat = chatView({
  session,
  live,
  current,
  outbox,
  loaded: store.loadedPage,
  read: store.read,
  ended: store.ended,
  leave,
  back: () => go("chats"),
  askSafety,
});
const me = meView({
  session,
  profile: store.profile,
  unblocked: reloadPeople,
  async changed() {
    const wasComplete = store.isComplete();
    await store.loadProfile();
    if (store.isComplete()) await reload();
    if (!wasComplete && store.isComplete()) go("people");
    draw();
  },
});

/** @returns {{ view: string, chatId?: number }} */
function viewOf() {
  if (!session.isOpen()) return { view: "sign" };
  if (store.profile() && !store.isComplete()) return { view: "me" };
  const [name, id] = location.hash.slice(1).split("/");
  if (name === "chat" && Number(id) > 0) return { view: "chat", chatId: Number(id) };
  return { view: tabs.includes(name) ? name : "people" };
}

function go(place) {
  hush();
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
  $("people-paused").hidden = !store.profile()?.paused;
  if (view === "requests") requests.draw(language(), waitingForMe(current()));
  if (view === "chats") chats.draw();
  if (view === "chat" && current().me !== undefined) {
    store.openRoom(chatId);
    chat.draw(chatId);
  }
  if (view === "me") me.draw(store.isComplete());
  if ($("safety").open) safety.draw();
  $("log-out").hidden = !isSignedIn;
  const nav = document.querySelector("nav");
  nav.hidden = !isSignedIn || !store.isComplete();
  markTab(nav, view === "chat" ? "chats" : view);
  const unread = unreadIn(current());
  drawBadge($("chats-badge"), unread, "unreadOf");
  drawBadge($("requests-badge"), waitingForMe(current()).length, "waitingOf");
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

/** What sync does not tell: all requests, and today's people. */
async function reload() {
  await Promise.all([store.loadIntroductions(), people.load()]);
  draw();
}

/** Reloads the lists after a change in who may meet or talk. */
function reloadPeople() {
  void Promise.all([reload(), store.loadChats()]).catch(() => {});
}

/** Where a message takes long to be sent, it is found out sooner whether the way is dead. */
function watchSending() {
  clearTimeout(sendingLong);
  if (outbox.isSending()) sendingLong = setTimeout(() => live.urgent(true), sentWithinMs);
  else live.urgent(false);
}

async function ask({ user_id }) {
  const { status, chat_id } = await session.ask("POST", "/api/matches/request", { receiver_id: user_id }, {
    once: true,
  });
  await store.loadIntroductions();
  // they had asked first
  if (status === "matched" && chat_id) openChat(chat_id);
}

async function answer(introduction, decision) {
  const { status, chat_id } = await session.ask("POST", `/api/matches/${introduction.match_id}/${decision}`, {}, {
    once: true,
  });
  store.decided(introduction, status, chat_id);
  if (decision === "accept") openChat(chat_id);
}

async function withdraw(introduction) {
  const { status } = await session.ask("DELETE", `/api/matches/${introduction.match_id}`);
  store.decided(introduction, status);
  toast(t("hasWithdrawn"));
}

function openChat(chatId) {
  go(`chat/${chatId}`);
}

function openChatWith(userId) {
  const found = current().chats.find(({ partner }) => partner.user_id === userId);
  if (found) openChat(found.chat_id);
}

async function leave(chatId) {
  await session.ask("DELETE", `/api/chats/${chatId}`);
  outbox.forget(chatId);
  store.left(chatId);
  go("chats");
  toast(t("left"));
}

function signOut(why) {
  live.close();
  $("safety").close();
  $("withdraw").close();
  outbox.forget();
  chat.forget();
  people.forget();
  sessionStorage.clear();
  store.forget();
  // whoever comes next begins at the beginning
  history.replaceState(null, "", location.pathname);
  draw();
  sayProblem($("view-sign"), why);
}

function opened() {
  $("withdraw").close();
  const { view } = viewOf();
  if (view === "people" && store.isComplete()) {
    void people.load().then(draw, (error) => showProblem($("view-people"), error));
  }
  // no frame says that a chat has ended
  if (view === "chats" || view === "chat") void store.loadChats().catch(() => {});
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
