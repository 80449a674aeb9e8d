import { askConsents } from "./consents.js";
import { request } from "./rest.js";

const place = "inyeon.session";
/** A token that is good for less than this is renewed before it is used. */
const soonMs = 30_000;

/**
 * Who is logged in, in this tab.
 *
 * The API sets no cookie, so the page must keep the tokens itself. sessionStorage, because it is this tab's alone and
 * gone with it, and survives a reload: each tab has a session of its own, and a refresh token, good for one use, is
 * not used by two. Whoever can run a script on the page could read them; the page's policy lets none run but its own.
 *
 * @param {{ ended: () => void }} options `ended` is told when the session is over: log in again
 */
export function openSession({ ended }) {
  /** @type {{ access: string, refresh: string, goodUntil: number } | undefined} */
  let tokens = JSON.parse(sessionStorage.getItem(place) ?? "null") ?? undefined;
  /** @type {Promise<string> | undefined} */
  let renewing;
  /** @type {Promise<void> | undefined} */
  let agreeing;

  function keep({ access, refresh }) {
    const { exp, iat } = JSON.parse(atob(access.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));
    // by our own clock, which may be wrong: how long it is good counts, not until when
    tokens = { access, refresh, goodUntil: Date.now() + (exp - iat) * 1000 };
    sessionStorage.setItem(place, JSON.stringify(tokens));
  }

  function drop() {
    tokens = undefined;
    sessionStorage.removeItem(place);
  }

  async function exchange() {
    try {
      keep(await request("POST", "/api/auth/refresh", { body: { refresh: tokens?.refresh ?? "" } }));
      return tokens.access;
    } catch (error) {
      if (error.status >= 400 && error.status < 500 && error.status !== 429) {
        drop();
        ended();
      }
      throw error;
    }
  }

  /** New tokens; one exchange at a time, since a refresh token is good for one. */
  function renew() {
    return renewing ??= exchange().finally(() => renewing = undefined);
  }

  /** An access token that is good for a while. */
  async function token() {
    return tokens && tokens.goodUntil - Date.now() > soonMs ? tokens.access : await renew();
  }

  /** Asks once for missing consents, however many requests need them. Logs out a person who does not agree. */
  function agree({ consents, link }) {
    return agreeing ??= (async () => {
      if (await askConsents(consents)) {
        await request(link.method, link.path, { body: { consents }, token: await token() });
        return;
      }
      drop();
      ended();
    })().finally(() => agreeing = undefined);
  }

  return {
    isOpen: () => tokens !== undefined,
    renew,
    token,
    drop,

    /** @param {string} path the app's login, which takes the credentials as its body */
    async logIn(path, credentials) {
      keep(await request("POST", path, { body: credentials }));
    },

    async logOut() {
      const refresh = tokens?.refresh;
      const access = await token();
      await request("POST", "/api/auth/logout/", { token: access, body: { refresh } }).catch(() => {});
      drop();
    },

    /** A request in this person's name; a token that is not taken is renewed once. */
    async ask(method, path, body, { once = false } = {}) {
      const send = async () => await request(method, path, { body, once, token: await token() });
      try {
        return await send();
      } catch (error) {
        if (error.code === "consent.required") {
          await agree(error);
          return await send();
        }
        if (error.status !== 401 || !tokens) throw error;
        return await request(method, path, { body, once, token: await renew() });
      }
    },
  };
}
