import { isRefusal } from "../answers/refusals.ts";
import { type Browser, csrfHeader } from "../http/browser.ts";
import type { CookieJudge } from "../http/by_cookie.ts";

/** What a document tells its script of the browser that asked for it. */
export type Greeting = {
  /** Whether somebody is logged in. */
  isOpen: boolean;
  /** What goes with whatever is more than a read; see `src/accounts/README.md`. */
  csrfToken: string;
};

/** A greeting, and the cookies that it rests on. */
type Greeted = { greeting?: Greeting; cookies: string[] };

/**
 * Greets a browser, so that its page need not ask first: it is there sooner, and a visitor is not refused anything. While
 * the database is away nobody is greeted, and the page asks.
 */
export async function greet(judge: CookieJudge | undefined, browser: Browser | undefined): Promise<Greeted> {
  if (!judge || !browser) return { cookies: [] };
  try {
    const [isOpen, headers] = await Promise.all([
      browser.session.length > 0 && judge.identify(browser).then((identity) => !isRefusal(identity)),
      judge.introduce(browser),
    ]);
    const valuesOf = (name: string) => headers.filter(([header]) => header === name).map(([, value]) => value);
    return { greeting: { isOpen, csrfToken: valuesOf(csrfHeader)[0] }, cookies: valuesOf("set-cookie") };
  } catch {
    return { cookies: [] };
  }
}
