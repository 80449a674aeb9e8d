import type { ComponentChildren } from "preact";
import type { Live } from "../client/live.ts";
import { Announcer } from "../parts/announce.tsx";
import { Button } from "../parts/button.tsx";
import { ConsentDialog } from "../parts/consents.tsx";
import { Icon } from "../parts/icon.tsx";
import { switchLanguage, t } from "../words/texts.ts";
import { go } from "./router.ts";

/** A tab: what it is called, where it leads, and how many things wait there. */
export type Tab = {
  name: string;
  path: string;
  label: string;
  icon: string;
  badge?: { id: string; count: string; label: string };
};

type FrameProps = {
  /** Nothing else to do than what is shown: no menu, no way out. */
  isBusy?: boolean;
  tabs?: readonly Tab[];
  /** The name of the tab that is open. */
  open?: string;
  /** More in the header. */
  chips?: ComponentChildren;
  /** Where somebody is logged in. */
  logOut?: () => Promise<void>;
  live?: Live;
  children: ComponentChildren;
};

/** What every view stands in: the header, what is said of the connection, the menu. */
export function Frame({ isBusy = false, tabs = [], open, chips, logOut, live, children }: FrameProps) {
  return (
    <>
      <header>
        <Brand isLink={!isBusy} />
        {chips}
        <Button id="language" kind="chip" onClick={switchLanguage}>{t("otherLanguage")}</Button>
        {logOut && !isBusy && <Button id="log-out" kind="chip" onClick={() => void logOut()}>{t("logOut")}</Button>}
      </header>
      <p id="connection" role="status">{live?.state.value === "connecting" ? t("reconnecting") : ""}</p>
      <main>{children}</main>
      {!isBusy && tabs.length > 0 && <Menu tabs={tabs} open={open} />}
      <Announcer />
      <ConsentDialog />
    </>
  );
}

const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.href;

function Brand({ isLink }: { isLink: boolean }) {
  const brand = (
    <>
      <img src={icon} alt="" width="32" height="32" />
      <span>{t("brand")}</span>
    </>
  );
  return <p class="brand">{isLink ? <a href="/">{brand}</a> : brand}</p>;
}

function Menu({ tabs, open }: { tabs: readonly Tab[]; open?: string }) {
  return (
    <nav aria-label={t("menu")}>
      {tabs.map(({ name, path, label, icon, badge }) => (
        <Button
          key={name}
          data-tab={name}
          aria-current={name === open ? "page" : undefined}
          onClick={() => go(path)}
        >
          <Icon path={icon} />
          <span>{label}</span>
          {badge && <b id={badge.id} class="badge" role="img" aria-label={badge.label}>{badge.count}</b>}
        </Button>
      ))}
    </nav>
  );
}
