import { effect, signal, untracked } from "@preact/signals";
import { type Frame } from "../client/socket/frames.ts";
import { openLive } from "../client/live.ts";
import { offline } from "../client/problem.ts";
import type { ChatFrame } from "../chat/contract.ts";
import { type Chats, openChats } from "../chat/store.ts";
import { hush, toast } from "../parts/announce.tsx";
import { closeSafety } from "../parts/safety_dialog.tsx";
import { address, go } from "../shell/router.ts";
import { session } from "../shell/session.ts";
import { shortName } from "../words/names.ts";
import type { IntroductionFrame } from "./contract.ts";
import { type News, openSaju, type Saju } from "./store.ts";
import { t } from "./texts.ts";

/*
 * Whoever is logged in, with their chats and blind dates: opened by the first look at the server, kept by the frames
 * that come, closed when they log out.
 */

export type Home = { chats: Chats; saju: Saju };

/** Undefined until the first look has come. */
export const home = signal<Home | undefined>();
/** Why nobody is logged in any more, for the form to log in. */
export const farewell = signal<Why | undefined>();

type Why = "loggedOut" | "sessionOver" | "barred";

export const live = openLive({ session, look, onFrame, onOver: signOut });

function homeOf(me: number): Home {
  const known = home.peek();
  if (known?.saju.me === me) return known;
  known?.chats.close();
  const chats = openChats(me, { session, live });
  return { chats, saju: openSaju(me, { session }, { chats, news: tell(me) }) };
}

/** How everything is; the first thing to know, and again where too much was missed. */
async function look(): Promise<string> {
  const [sync, profile] = await Promise.all([session.ask("GET /api/sync"), session.ask("GET /api/users/me")]);
  // somebody may have logged out meanwhile, or somebody else in
  const me = session.me.peek();
  if (!session.isOpen.peek() || me && me.user_id !== profile.user_id) throw offline();
  const here = homeOf(profile.user_id);
  here.chats.show(sync);
  here.saju.show(sync, profile);
  // what sync does not tell need not be there before frames are
  void here.saju.load().catch(() => {});
  if (home.peek() !== here) {
    home.value = here;
    here.chats.outbox.resume();
  }
  return sync.cursor;
}

function onFrame(frame: Frame): void {
  if (isChatFrame(frame)) home.peek()?.chats.onFrame(frame);
  if (isIntroductionFrame(frame)) home.peek()?.saju.onFrame(frame);
}

const isChatFrame = (frame: Frame): frame is ChatFrame => frame.type.startsWith("chat.");
const isIntroductionFrame = (frame: Frame): frame is IntroductionFrame => frame.type.startsWith("introduction.");

/** Says what happened to a request, unless one did it oneself. */
const tell = (me: number): News => (type, { partner, requester_id }) => {
  const isMine = requester_id === me;
  const name = shortName(partner.name);
  if (type === "introduction.requested" && !isMine) toast(t("newRequest", { name }));
  // the one who said yes is already in the chat
  if (type === "introduction.accepted" && isMine) toast(t("newMatch", { name }));
};

export function signOut(why: Why): void {
  live.close();
  closeSafety();
  home.peek()?.chats.close();
  home.value = undefined;
  // the next person starts afresh
  go("/saju", { replace: true });
  farewell.value = why;
}

/** What blocking or unblocking somebody may have changed: who may meet, and who may talk. */
export function reload(): void {
  const { chats, saju } = home.peek() ?? {};
  void Promise.all([saju?.load(), chats?.load()]).catch(() => {});
}

session.whenEnded(() => signOut("sessionOver"));
session.isOpen.subscribe((isOpen) => {
  if (!isOpen) return;
  farewell.value = undefined;
  live.open();
});

// what was said is old: somebody has gone on
effect(() => {
  address();
  untracked(hush);
});
