import { ChatView } from "../chat/chat_view.tsx";
import { chatsOf, ChatsView, countText, unreadText } from "../chat/chats_view.tsx";
import { unreadIn } from "../chat/flow.ts";
import type { ChatsOf } from "../chat/words.ts";
import { askSafety, SafetyDialog } from "../parts/safety_dialog.tsx";
import { SignView } from "../parts/sign_view.tsx";
import { chatIcon, heartIcon, meIcon } from "../parts/icons.ts";
import { Frame, type Tab } from "../shell/frame.tsx";
import { openPage } from "../shell/open_page.tsx";
import { address, go } from "../shell/router.ts";
import { rulesOf } from "../shell/rules.ts";
import { session } from "../shell/session.ts";
import { farewell, type Home, home, live, reload, signOut } from "./home.ts";
import { MeView } from "./me_view.tsx";
import type { SajuPage } from "./page.ts";
import { PeopleView } from "./people_view.tsx";
import { shortName } from "../words/names.ts";
import { NewFields, register } from "./register.tsx";
import { RequestsView } from "./requests_view.tsx";
import { t } from "./texts.ts";

const { min_age, consents } = rulesOf();
const sunIcon =
  "M8 12a4 4 0 1 0 8 0 4 4 0 1 0-8 0M12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400" +
  "M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400";

/** The chats that blind dates lead to, and what they are called here. */
const ours: ChatsOf = {
  origin: "introduction",
  base: "/saju/chats",
  words: () => ({
    title: t("chatsTitle"),
    someone: t("someone"),
    none: t("chatsNone"),
    nothingSaid: t("nothingSaid"),
  }),
};

async function logOut(): Promise<void> {
  await session.logOut().catch(session.drop);
  signOut("loggedOut");
}

function App() {
  if (!session.isOpen.value) {
    return (
      <Frame>
        <Sign />
      </Frame>
    );
  }
  const here = home.value;
  const mine = here?.saju.profile.value;
  if (!here || !mine) return <Frame live={live} logOut={logOut}>{null}</Frame>;
  const tabs = here.saju.isComplete.value ? tabsOf(here) : [];
  return (
    <Frame live={live} logOut={logOut} tabs={tabs} open={tabAt(address())}>
      <Shown here={here} />
      <SafetyDialog session={session} text={t("blockText")} onBlocked={reload} />
    </Frame>
  );
}

function Sign() {
  return (
    <SignView
      identity={{ name: "email", label: t("email"), maxLength: 254, inputMode: "email" }}
      tagline={t("tagline")}
      consents={consents}
      session={session}
      newFields={(acting) => <NewFields acting={acting} minAge={min_age} />}
      register={(fields) => register(fields, consents)}
      notice={farewell.value && t(farewell.value)}
    />
  );
}

/** The view at the address; where too little is known of somebody, what asks for it. */
function Shown({ here }: { here: Home }) {
  const { saju, chats } = here;
  const page: SajuPage = { saju, chats, openChat: (chatId) => go(`${ours.base}/${chatId}`), askSafety };
  const [, , tab, id] = address().split("/");
  const mine = saju.profile.value;
  if (mine && (tab === "me" || !saju.isComplete.value)) {
    return <MeView saju={saju} mine={mine} session={session} completed={() => go("/saju/people")} unblocked={reload} />;
  }
  if (tab === "requests") return <RequestsView page={page} />;
  if (tab !== "chats") return <PeopleView page={page} />;
  const chatId = Number(id);
  if (!(chatId > 0)) return <ChatsView chats={chats} of={ours} />;
  // there is no way back to a chat that is gone
  const back = () => go(ours.base, { replace: true });
  return <ChatView key={chatId} chats={chats} of={ours} chatId={chatId} back={back} askSafety={askSafety} />;
}

const titles = {
  people: "peopleTitle",
  requests: "requestsTitle",
  chats: "chatsTitle",
  me: "meTitle",
} as const;

/** The tab that an address is under. */
const tabAt = (path: string): keyof typeof titles =>
  (["requests", "chats", "me"] as const).find((tab) => path.split("/")[2] === tab) ?? "people";

function tabsOf({ saju, chats }: Home): Tab[] {
  const [unread, waiting] = [unreadIn(chatsOf(chats, ours)), saju.waiting.value.length];
  return [
    { name: "people", path: "/saju/people", label: t("tabPeople"), icon: sunIcon },
    {
      name: "requests",
      path: "/saju/requests",
      label: t("tabRequests"),
      icon: heartIcon,
      badge: badge("requests-badge", waiting, t("waitingOf", { n: waiting })),
    },
    {
      name: "chats",
      path: ours.base,
      label: t("tabChats"),
      icon: chatIcon,
      badge: badge("chats-badge", unread, unreadText(unread)),
    },
    { name: "me", path: "/saju/me", label: t("tabMe"), icon: meIcon },
  ];
}

const badge = (id: string, n: number, label: string) => n > 0 ? { id, count: countText(n), label } : undefined;

/** What the page is called in the browser's tab and its history: by its view, and how much is unread. */
function title(): string {
  if (!home.value) return t("title");
  const chats = chatsOf(home.value.chats, ours);
  const [, , tab, id] = address().split("/");
  const partner = tab === "chats" ? chats.find(({ chat_id }) => chat_id === Number(id))?.partner.name : undefined;
  const view = partner ? shortName(partner) : t(titles[tabAt(address())]);
  const unread = unreadIn(chats);
  return `${unread > 0 ? `(${countText(unread)}) ` : ""}${view} · ${t("brand")}`;
}

openPage({ title, Page: App });
