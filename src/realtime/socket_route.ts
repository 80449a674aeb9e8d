import { addressKey } from "../http/limits.ts";
import type { Route } from "../http/request.ts";
import { isRefusal, refuse } from "../answers/refusals.ts";
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
      const identity = upgrade.token === undefined ? undefined : await options.authenticate(upgrade.token);
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
