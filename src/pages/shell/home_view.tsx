import type { Me } from "../client/session.ts";
import { Button } from "../parts/button.tsx";
import { View } from "../parts/view.tsx";
import { language } from "../words/texts.ts";
import { go } from "./router.ts";
import { rulesOf } from "./rules.ts";
import type { shellRules } from "./shell.ts";
import { t } from "./texts.ts";

const { apps } = rulesOf<typeof shellRules>();

/** What Inyeon is, and the way into each app. */
export function HomeView({ isLoggedIn, me }: { isLoggedIn: boolean; me: Me | undefined }) {
  const name = me?.username ?? me?.email;
  return (
    <View id="home">
      <h1 id="home-title" tabIndex={-1}>{t("homeTitle")}</h1>
      <p class="lead">{t("homeText")}</p>
      {isLoggedIn
        ? <p id="me" class="name">{name ? t("loggedInAs", { name }) : t("loggedIn")}</p>
        : <Button id="to-login" kind="primary" onClick={() => go("/login")}>{t("logInOrSignUp")}</Button>}
      <h2>{t("appsTitle")}</h2>
      <ul class="apps">
        {apps.map(({ path, title, about }) => (
          <li key={path}>
            <a class="card" href={path}>
              <strong>{title[language()]}</strong>
              <span>{about[language()]}</span>
            </a>
          </li>
        ))}
      </ul>
    </View>
  );
}
