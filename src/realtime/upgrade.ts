import { parse } from "hono/utils/cookie";
import type { Language } from "../http/request.ts";
import { type Refusal, refuse } from "../refusals.ts";

const protocol = "inyeon.v1";
/** Announces that the first frame will be `resume`. */
const resumeProtocol = "resume";
const bearerPrefix = "bearer.";
/** Holds the access token of a web page's session (API.md, "Tokens"). */
const sessionCookie = "inyeon_session";
const version = "13";
/** 16 bytes as base64. */
const wellFormedKey = /^[A-Za-z0-9+/]{22}==$/;

/** What a client asks for with its upgrade. */
export type Upgrade = {
  /** Our subprotocol as the client spells it, where it offers it: the answer must repeat it. */
  protocol: string | undefined;
  /** The access token that came along. */
  token: string | undefined;
  /** In which language the client wants its sentences, where it says so among its subprotocols. */
  language: Language | undefined;
  /** Whether the first frame will be `resume`. */
  resumes: boolean;
};

/**
 * Reads the upgrade to a WebSocket (RFC 6455, 4.2.1): what is not one, or not of our version, is 426, and a malformed one
 * 400. It must be refused here: `Deno.upgradeWebSocket` throws at some of it, and takes the rest.
 *
 * Deno does not tell the version of HTTP; HTTP/1.0 is found out by its missing Host.
 */
export function readUpgrade(raw: Request): Upgrade | Refusal {
  const { headers } = raw;
  if (raw.method === "HEAD" || !asksForWebSocket(headers)) return refuse("socket.upgrade_required");
  const malformed = (part: string) => refuse("socket.upgrade_malformed", { part });
  if (raw.method !== "GET") return malformed("GET");
  if (!headers.has("host")) return malformed("Host");
  if (!listOf(headers, "connection").some((option) => isSame(option, "upgrade"))) {
    return malformed("Connection: Upgrade");
  }
  if (headers.get("sec-websocket-version") !== version) return refuse("socket.upgrade_version", { version });
  if (!wellFormedKey.test(headers.get("sec-websocket-key") ?? "")) return malformed("Sec-WebSocket-Key");
  const offered = listOf(headers, "sec-websocket-protocol");
  return {
    protocol: offered.find((name) => isSame(name, protocol)),
    token: tokenOf(headers, offered),
    language: (["ko", "en"] as const).find((language) => offered.some((name) => isSame(name, `lang.${language}`))),
    resumes: offered.some((name) => isSame(name, resumeProtocol)),
  };
}

/**
 * Upgrades a request that `readUpgrade` took. Nothing may replace the response: Deno closes its whole listener where the
 * answer to an upgraded request is another, or none.
 *
 * @param idleTimeoutSec the server pings after half of it without a frame, and closes (1001) without a pong for the rest
 */
export function acceptUpgrade(raw: Request, { protocol }: Upgrade, idleTimeoutSec: number): Deno.WebSocketUpgrade {
  const upgraded = Deno.upgradeWebSocket(raw, { idleTimeout: idleTimeoutSec });
  // Deno's own option looks for the name in a list split at ", " alone
  if (protocol !== undefined) upgraded.response.headers.set("sec-websocket-protocol", protocol);
  return upgraded;
}

/** Whether a request asks for a WebSocket, however well. */
function asksForWebSocket(headers: Headers): boolean {
  return listOf(headers, "upgrade").some((name) => isSame(name, "websocket"));
}

/** The elements of a header that is a list (RFC 9110, 5.6.1), over all its lines and without the empty ones. */
function listOf(headers: Headers, name: string): string[] {
  return (headers.get(name) ?? "").split(/[ \t]*,[ \t]*/).filter((element) => element !== "");
}

const isSame = (name: string, expected: string) => name.toLowerCase() === expected;

/** The token that comes with the upgrade: as a subprotocol, as a header, or as the cookie of our own pages. */
function tokenOf(headers: Headers, offered: readonly string[]): string | undefined {
  return offered.find((name) => name.toLowerCase().startsWith(bearerPrefix))?.slice(bearerPrefix.length) ??
    /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1] ??
    (isOurOrigin(headers) ? parse(headers.get("cookie") ?? "", sessionCookie)[sessionCookie] : undefined);
}

/** A browser sends cookies with any page's socket, so that the page must be ours; no cookie without an origin. */
function isOurOrigin(headers: Headers): boolean {
  const origin = headers.get("origin");
  return origin !== null && URL.canParse(origin) && new URL(origin).host === headers.get("host");
}
