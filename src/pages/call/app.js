import { callView } from "./call_view.js";
import { fromSync, next, nothing } from "./flow.js";
import { homeView } from "./home_view.js";
import { gemsView, historyView } from "./lists_view.js";
import { offerViews } from "./offer_view.js";
import { profileView } from "./profile_view.js";
import { ratingView } from "./rating_view.js";
import { texts } from "./texts.js";
import { liveConnection } from "../shared/live.js";
import { $, announce, markTab, sayProblem, showView } from "../shared/page.js";
import { request } from "../shared/rest.js";
import { safetyDialog } from "../shared/safety_dialog.js";
import { openSession } from "../shared/session.js";
import { signView } from "../shared/sign_view.js";
import { fillTexts, switchLanguage, t, useTexts } from "../shared/texts.js";

/*
 * Puts the page together. What is shown follows from `flow` (flow.js), which only the server's answers and frames
 * change; each view draws it and says what the person wants.
 */

useTexts(texts);
const place = "inyeon.flow";
const rules = await request("GET", "/call/rules.json");
const session = openSession({ ended: () => signOut(t("sessionOver")) });

/** Kept for a reload: what the server does not tell again, as whom one talks to and that it is this screen that does. */
let flow = JSON.parse(sessionStorage.getItem(place) ?? "null") ?? nothing;
let tab = "call";
/** A call from the history that is being rated. */
let rated;
/** The missing fields of the profile, as named in a refusal. */
let wanting;

const current = () => flow;
const live = liveConnection({
  session,
  look,
  onFrame(type, data) {
    if (type === "call.signal") return call.signal(data);
    const { phase } = flow;
    set(next(flow, type, data));
    if (phase !== flow.phase && flow.phase === "offer") announce(t("offerTitle"));
  },
  onState(isConnected) {
    call.connected(isConnected);
    draw();
  },
  onOver: signOut,
});

const safety = safetyDialog({ session });
const askSafety = safety.ask;
const sign = signView({
  identity: "username",
  minAge: rules.min_age,
  consents: rules.consents,
  async register(form) {
    const fields = new FormData(form);
    if (fields.get("profile_image")?.size === 0) fields.delete("profile_image");
    fields.set("consents", JSON.stringify(rules.consents));
    await request("POST", "/api/auth/signup/", { body: fields, once: true });
  },
  logIn: (credentials) => session.logIn("/api/auth/login/", credentials),
  begin,
});
const home = homeView({ session, rules, current, enter });
const profile = profileView({
  session,
  minAge: rules.min_age,
  link: () => wanting,
  async saved() {
    wanting = undefined;
    await enter();
    draw();
  },
  later() {
    wanting = undefined;
    draw();
  },
});
const offers = offerViews({ rules, current, decide, leave, askSafety });
const call = callView({ socket: live, current, claim, askSafety });
const rating = ratingView({ session, done: rateDone, askSafety });
const history = historyView({ session, rate, askSafety });
const gems = gemsView({ session, rules, current });

function set(changed) {
  const { phase } = flow;
  flow = changed;
  sessionStorage.setItem(place, JSON.stringify(flow));
  const isUrgent = flow.phase === "starting" || flow.phase === "call";
  live.urgent(isUrgent);
  if (flow.phase !== phase && !isUrgent) $("safety").close();
  // what cannot wait comes to the front
  if (flow.phase !== phase && ["offer", "starting", "call", "rating"].includes(flow.phase)) openTab("call");
  call.follow(flow);
  draw();
}

function viewOf() {
  if (!session.isOpen()) return "sign";
  if (flow.phase === "offer") return "offer";
  if (flow.phase === "starting" || flow.phase === "call") return "call";
  if (tab !== "call") return tab;
  if (rated || flow.phase === "rating") return "rating";
  if (flow.phase === "waiting") return "waiting";
  return wanting ? "profile" : "home";
}

function draw() {
  const view = viewOf();
  if (flow.phase !== "waiting") offers.forget();
  if (view === "sign") sign.draw();
  if (view === "home") home.draw();
  if (view === "profile") profile.draw();
  if (view === "waiting") offers.drawWaiting(flow);
  if (view === "offer") offers.drawOffer(flow);
  if (view === "call") call.draw();
  if (view === "rating") rating.draw(rated ?? ratingOf(flow));
  if (view === "history") history.draw();
  if (view === "gems") gems.draw();
  if ($("safety").open) safety.draw();
  const isSignedIn = view !== "sign";
  const isBusy = view === "offer" || view === "call";
  $("wallet").hidden = !isSignedIn || isBusy;
  $("wallet-balance").textContent = String(flow.balance);
  $("log-out").hidden = !isSignedIn || isBusy;
  const nav = document.querySelector("nav");
  nav.hidden = !isSignedIn || isBusy;
  markTab(nav, tab);
  showView(view);
}

function ratingOf({ callId, partner, endReason, durationSec }) {
  return { callId, name: partner?.username ?? null, reason: endReason ?? "ended", durationSec };
}

function openTab(name) {
  tab = name;
  if (name !== "call") rated = undefined;
  if (name === "history") void history.open();
  if (name === "gems") void gems.open();
}

/** Someone is logged in: everything live begins. */
function begin() {
  live.open();
  void home.loadSettings().catch(() => {});
  draw();
}

/** How everything is; the first thing to know, and again where too much was missed. */
async function look() {
  const sync = await session.ask("GET", "/api/sync");
  let looked = fromSync(flow, sync);
  if (looked.callId !== undefined && looked.partner === undefined) {
    const calls = await session.ask("GET", "/api/history/recent/?limit=5");
    const username = calls.find(({ call_id }) => String(call_id) === looked.callId)?.username;
    if (username) looked = { ...looked, partner: { username } };
  }
  set(looked);
  return sync.cursor;
}

function signOut(why) {
  live.close();
  sessionStorage.clear();
  wanting = undefined;
  set(nothing);
  tab = "call";
  draw();
  sayProblem($("view-sign"), why);
}

async function enter() {
  try {
    // an offer that is already open also comes as a frame
    const { status } = await live.ask("match.request");
    if (status === "waiting" && flow.phase !== "offer") set({ phase: "waiting", balance: flow.balance });
  } catch (error) {
    if (error.code !== "profile.required") throw error;
    wanting = error.link;
    draw();
  }
}

async function leave() {
  await live.ask("match.cancel");
}

async function decide(decision) {
  const { matchId } = flow;
  const isOfThis = () => flow.phase === "offer" && flow.matchId === matchId;
  // with it, this screen is where the call will be
  set({ ...flow, accepted: decision === "accept" });
  try {
    const { status } = await live.ask("match.decide", { match_id: matchId, decision });
    // the frame says more, and may have come before
    if (status === "matched" && isOfThis()) set(next(flow, "match.matched", { match_id: matchId }));
  } catch (error) {
    if (!isOfThis()) return;
    // it may or may not have been heard; saying the same again does no harm
    if (error.code === "offline") return await decide(decision);
    set({ ...flow, accepted: false });
    throw error;
  }
}

/** Whether the call is this screen's or another one's of the same person. */
function claim(isHere) {
  set({ ...flow, accepted: isHere });
}

function rate(past) {
  rated = past;
  tab = "call";
  draw();
}

function rateDone(notice) {
  const wasPast = rated !== undefined;
  rated = undefined;
  if (wasPast) openTab("history");
  else set({ phase: "idle", balance: flow.balance, notice });
  draw();
}

$("language").addEventListener("click", () => {
  switchLanguage();
  live.again();
  fillTexts();
  draw();
});
$("wallet").addEventListener("click", () => {
  openTab("gems");
  draw();
});
$("log-out").addEventListener("click", async () => {
  if (flow.phase === "waiting") await leave().catch(() => {});
  await session.logOut().catch(() => session.drop());
  signOut(t("loggedOut"));
});
for (const button of document.querySelectorAll("nav button")) {
  button.addEventListener("click", () => {
    openTab(button.dataset.tab);
    draw();
  });
}

fillTexts();
if (session.isOpen()) begin();
else draw();
