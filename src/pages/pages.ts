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

/** Begins to bundle the pages of the apps, so that {@link webPages} need not wait for it; what goes wrong is told there. */
export async function prepareWebPages(apps: readonly Pick<App, "page">[]): Promise<void> {
  await bundlePages(pagesOf(apps)).catch(() => {});
}

/** The web pages: what people see in a browser at `/` and at each app's path. */
export async function webPages(
  apps: readonly Pick<App, "page">[],
  config: PageConfig,
  cookies?: CookieJudge,
): Promise<Route[]> {
  return await servePages(pagesOf(apps), config, cookies);
}
