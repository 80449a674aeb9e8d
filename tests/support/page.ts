import { type Answer, type Door, type Person, send } from "./client.ts";

/** What a page of ours does in a browser, without one: it keeps the cookies it is given and a CSRF token in mind. */
export type Page = Door & {
  /** The cookies, by name. */
  cookies: Map<string, string>;
  csrfToken: string | undefined;
  /** Asks in the page's name: with its cookies, its Origin and its CSRF token, unless `headers` say otherwise. */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** What a page asks first. */
  me(): Promise<Answer>;
  logIn(someone: Pick<Person, "name" | "password">): Promise<Answer>;
  /** The same browser at the door of another server. */
  at(door: Door): Page;
};

/** Opens a page with the cookies of a browser, by default a new one. */
export function openPage(door: Door, cookies = new Map<string, string>()): Page {
  const page: Page = {
    url: door.url,
    cookies,
    csrfToken: undefined,
    async ask(method, path, body, headers = {}) {
      const answer = await send(door, method, path, body, {
        headers: {
          ...(cookies.size > 0 ? { cookie: cookieHeader(cookies) } : {}),
          ...(method === "GET" ? {} : { origin: door.url }),
          ...(page.csrfToken === undefined ? {} : { "x-csrf-token": page.csrfToken }),
          ...headers,
        },
      });
      for (const line of answer.headers.getSetCookie()) keep(line);
      page.csrfToken = answer.headers.get("x-csrf-token") ?? page.csrfToken;
      return answer;
    },
    me: () => page.ask("GET", "/api/auth/me"),
    logIn: ({ name: username, password }) =>
      page.ask("POST", "/api/auth/login/", { username, password }, { "inyeon-session": "cookie" }),
    at: (other) => Object.assign(openPage(other, cookies), { csrfToken: page.csrfToken }),
  };

  function keep(line: string): void {
    const [pair, ...attributes] = line.split(";").map((part) => part.trim());
    const [name, value] = pair.split("=");
    if (attributes.includes("Max-Age=0")) cookies.delete(name);
    else cookies.set(name, value);
  }
  return page;
}

/** The page of someone who logged in by it. */
export async function pageOf(door: Door, someone: Pick<Person, "name" | "password">): Promise<Page> {
  const page = openPage(door);
  await page.me();
  const { status, body } = await page.logIn(someone);
  if (status !== 204) throw new Error(`${someone.name} cannot log in by cookie: ${status} ${JSON.stringify(body)}`);
  return page;
}

/** A Cookie header. */
export const cookieHeader = (cookies: ReadonlyMap<string, string>) =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
