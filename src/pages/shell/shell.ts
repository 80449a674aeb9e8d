import type { Page, PageConfig } from "../page.ts";

/** What the first page is told: which apps there are. */
export function shellRules(_config: PageConfig, pages: readonly Page[]) {
  return {
    apps: pages.filter((page) => page !== shell).map(({ path, title, about }) => ({ path, title, about })),
  };
}

/** The first page: what Inyeon is, the way into each app, and one account for all of them. */
export const shell: Page = {
  path: "/",
  views: ["/login"],
  title: { ko: "인연", en: "Inyeon" },
  about: { ko: "처음 화면", en: "The first page" },
  script: new URL("./page.tsx", import.meta.url),
  style: new URL("./style.css", import.meta.url),
  rules: shellRules,
};
