import type { App } from "../app.ts";
import type { CookieJudge } from "../http/by_cookie.ts";
import type { Route } from "../http/request.ts";
import { bundlePages } from "./bundle.ts";
import type { Page, PageConfig } from "./page.ts";
import { servePages } from "./serve.ts";
import { shell } from "./shell/shell.ts";

/** The pages there are: the first one, and those of the apps. */
export const pagesOf = (apps: readonly Pick<App, "page">[]): Page[] => [
  shell,
  ...apps.flatMap(({ page }) => page ? [page] : []),
];

/** Bundles the pages now, and not when the first of them is asked for. Throws where that is not possible. */
export async function prepareWebPages(apps: readonly Pick<App, "page">[]): Promise<void> {
  await bundlePages(pagesOf(apps));
}

/** The web pages: what people see in a browser at `/` and at each app's path. */
export function webPages(apps: readonly Pick<App, "page">[], config: PageConfig, cookies?: CookieJudge): Route[] {
  return servePages(pagesOf(apps), config, cookies);
}
