import { createHmac } from "node:crypto";
import type { Config } from "../configuration/config.ts";
import { longestSec } from "./end_call.ts";

/** One entry of WebRTC's `iceServers`. */
export type IceServer = { urls: string[]; username?: string; credential?: string };

/**
 * The STUN and TURN servers a call may use. TURN credentials last as long as a call may: user name = expiry and user id,
 * password = base64 of its HMAC-SHA1 under the shared secret (draft-uberti-behave-turn-rest, as coturn checks it).
 */
export function iceServers(
  config: Pick<Config, "stunUrls" | "turnUrls" | "turnSecret">,
  userId: number,
  now: Date,
): IceServer[] {
  const stun = config.stunUrls.length > 0 ? [{ urls: config.stunUrls }] : [];
  if (config.turnUrls.length === 0 || !config.turnSecret) return stun;
  const username = `${Math.floor(now.getTime() / 1000) + longestSec.withSockets}:${userId}`;
  const credential = createHmac("sha1", config.turnSecret).update(username).digest("base64");
  return [...stun, { urls: config.turnUrls, username, credential }];
}
