import { toast } from "../parts/announce.tsx";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { callIcon, historyIcon } from "../parts/icons.ts";
import { SafetyDialog } from "../parts/safety_dialog.tsx";
import { Frame } from "../shell/frame.tsx";
import { openPage } from "../shell/open_page.tsx";
import { rulesOf } from "../shell/rules.ts";
import { session } from "../shell/session.ts";
import { begin, type Running } from "./begin.ts";
import { isUrgent } from "./flow.ts";
import { GemsView } from "./gems_view.tsx";
import { HistoryView } from "./history_view.tsx";
import { HomeView } from "./home_view.tsx";
import { gemIcon } from "./icons.ts";
import { goTo, shownPlace } from "./journey.ts";
import { OfferView } from "./offer_view.tsx";
import type { callRules } from "./call.ts";
import { addressOf, type Place } from "./places.ts";
import { ProfileView } from "./profile_view.tsx";
import { RateView } from "./rate_view.tsx";
import { SignUpView } from "./sign_up.tsx";
import type { Calls } from "./store.ts";
import { TalkView } from "./talk_view.tsx";
import { WaitingView } from "./waiting_view.tsx";
import { t } from "./words.ts";

const rules = rulesOf<typeof callRules>();
const running = begin(session);
const shown = shownPlace(running.calls);

function CallPage({ running: { calls, live, over, logOut } }: { running: Running }) {
  if (!session.isOpen.value) {
    return (
      <Frame>
        <SignUpView
          session={session}
          consents={rules.consents}
          minAge={rules.min_age}
          notice={over.value && t(over.value)}
        />
      </Frame>
    );
  }
  const place = shown.value;
  return (
    <Frame
      isBusy={isUrgent(calls.flow.value)}
      tabs={tabs()}
      open={tabOf(place)}
      chips={!isUrgent(calls.flow.value) && <Wallet balance={calls.flow.value.balance} />}
      logOut={logOut}
      live={live}
    >
      <View place={place} calls={calls} />
      <SafetyDialog session={session} text={t("blockText")} onBlocked={() => void calls.blocks.open()} />
    </Frame>
  );
}

function View({ place, calls }: { place: Place; calls: Calls }) {
  switch (place.view) {
    case "home":
      return <HomeView calls={calls} prices={rules.gem_prices} />;
    case "profile":
      return <ProfileView calls={calls} minAge={rules.min_age} later={() => later(calls)} />;
    case "waiting":
      return <WaitingView calls={calls} />;
    case "offer":
      return <OfferView calls={calls} showTimeSec={rules.show_time_sec} />;
    case "talk":
      return <TalkView calls={calls} />;
    case "rate":
      return <RateView calls={calls} callId={place.callId ?? ""} done={(isRated) => rated(calls, place, isRated)} />;
    case "history":
      return <HistoryView calls={calls} rate={(callId) => goTo({ view: "rate", callId: String(callId) })} />;
    case "gems":
      return <GemsView calls={calls} takesTestPayments={rules.takes_development_payments} />;
  }
}

function Wallet({ balance }: { balance: number }) {
  return (
    <Button id="wallet" kind="chip" onClick={() => goTo({ view: "gems" })}>
      <Icon path={gemIcon} />
      <span class="unseen">{t("gemsTitle")}</span>
      <span id="wallet-balance">{balance}</span>
    </Button>
  );
}

const tabs = () => [
  { name: "call", path: addressOf({ view: "home" }), label: t("tabCall"), icon: callIcon },
  { name: "history", path: addressOf({ view: "history" }), label: t("tabHistory"), icon: historyIcon },
  { name: "gems", path: addressOf({ view: "gems" }), label: t("tabGems"), icon: gemIcon },
];

const tabOf = ({ view }: Place): string => view === "history" || view === "gems" ? view : "call";

/** The profile is not to be filled in now. */
function later(calls: Calls): void {
  calls.missing.value = undefined;
  goTo({ view: "home" }, { replace: true });
}

/** After the stars one goes back to where one came from: from a call to look for the next, or to the history. */
function rated(calls: Calls, { callId }: Place, isRated: boolean): void {
  const { callId: last, balance } = calls.flow.peek();
  if (isRated) toast(t("rated"));
  goTo({ view: last === callId ? "home" : "history" }, { replace: true });
  if (last === callId) calls.set({ phase: "idle", balance });
}

/** What each view is called in the browser's tab and its history. */
const titles = {
  home: "tabCall",
  profile: "profileTitle",
  waiting: "waitingTitle",
  offer: "offerTitle",
  talk: "running",
  rate: "starsLabel",
  history: "historyTitle",
  gems: "gemsTitle",
} as const satisfies Record<Place["view"], unknown>;

const title = () => session.isOpen.value ? `${t(titles[shown.value.view])} · ${t("brand")}` : t("title");

openPage({ title, Page: () => <CallPage running={running} /> });
