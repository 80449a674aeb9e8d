import { effect } from "@preact/signals";
import { HomeView } from "./home_view.tsx";
import { openPage } from "./open_page.tsx";
import { Frame } from "./frame.tsx";
import { address, go } from "./router.ts";
import { session } from "./session.ts";
import { AccountView } from "./account_view.tsx";
import { t } from "./texts.ts";
import { toast } from "../parts/announce.tsx";

session.whenEnded(() => toast(t("sessionOver")));

// after the login, show the list of apps
effect(() => {
  if (session.isOpen.value && address() === "/login") go("/", { replace: true });
});

async function logOut(): Promise<void> {
  await session.logOut();
  toast(t("loggedOut"));
}

function Shell() {
  return (
    <Frame logOut={session.isOpen.value ? logOut : undefined}>
      {address() === "/login" ? <AccountView /> : <HomeView isLoggedIn={session.isOpen.value} me={session.me.value} />}
    </Frame>
  );
}

openPage({ title: () => t("title"), Page: Shell });
