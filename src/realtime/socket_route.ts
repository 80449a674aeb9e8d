import { addressKey } from "../http/limits.ts";
import type { Browser } from "../http/browser.ts";
import type { Identity, Route } from "../http/request.ts";
import { isRefusal, type Refusal, refuse } from "../answers/refusals.ts";
import type { System } from "../system.ts";
import { hasLeft } from "./has_left.ts";
import { serveSocket, type SocketOptions } from "./serve_socket.ts";
import { acceptUpgrade, readUpgrade } from "./upgrade.ts";

/** `GET /ws`: one socket for everything (API.md, "WebSocket"). */
export function socketRoute(options: SocketOptions): Route {
  return {
    method: "*",
    path: "/ws",
    async handle({ raw, meta, peer }) {
      const upgrade = readUpgrade(raw);
      if (isRefusal(upgrade)) return upgrade;
      const identity = upgrade.token === undefined
        ? await identifyByCookie(meta.browser, options.system)
        : await options.system.authenticate(upgrade.token);
      if (isRefusal(identity)) return identity;
      if (identity?.suspended) return identity.suspended;
      if (await hasLeft(raw)) return refuse("request.broken_off");
      const admitted = identity ? () => {} : options.strangers.admit(addressKey(meta.address));
      if (admitted === "each") return refuse("request.too_many", { seconds: 10 });
      if (admitted === "inAll") return refuse("server.busy", { seconds: 10 });
      try {
        const { socket, response } = acceptUpgrade(raw, upgrade, options.limits.idleTimeoutSec);
        const asked = { ...meta, language: upgrade.language ?? meta.language };
        const { resumes } = upgrade;
        serveSocket(socket, { meta: asked, known: identity, resumes, peer, admitted }, options);
        return response;
      } catch (error) {
        // the client may have left by now
        admitted();
        throw error;
      }
    },
  };
}

/**
 * Whose cookie came with an upgrade. Browsers send cookies with any page's socket, so the Origin must be ours; without an
 * Origin, too, the socket is a stranger's.
 */
async function identifyByCookie(
  browser: Browser | undefined,
  { authenticate, cookies }: Pick<System, "authenticate" | "cookies">,
): Promise<Identity | Refusal | undefined> {
  if (!browser || browser.session.length === 0 || browser.from !== "own") return undefined;
  // programs may send an access token as the cookie
  const [value] = browser.session;
  if (value.includes(".")) return await authenticate(value);
  const identity = await cookies.identify(browser);
  if (!isRefusal(identity)) cookies.renew(identity);
  return identity;
}
