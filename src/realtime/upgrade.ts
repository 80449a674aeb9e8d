import type { Language } from "../http/request.ts";
import { type Refusal, refuse } from "../answers/refusals.ts";

const protocol = "inyeon.v1";
/** Announces `resume` as the first frame. */
const resumeProtocol = "resume";
const bearerPrefix = "bearer.";
const version = "13";
/** 16 bytes as base64. */
const wellFormedKey = /^[A-Za-z0-9+/]{22}==$/;

/** What a client asks for with its upgrade. */
export type Upgrade = {
  /** Our subprotocol as the client spelled it, if offered: the answer must repeat it. */
  protocol: string | undefined;
  /** The access token sent with the upgrade. */
  token: string | undefined;
  /** The language for sentences, if named among the subprotocols. */
  language: Language | undefined;
  /** Whether the first frame will be `resume`. */
  resumes: boolean;
};

/**
 * Reads the upgrade to a WebSocket (RFC 6455, 4.2.1). No upgrade, or another version, is 426; a malformed one is 400. We
 * check here because `Deno.upgradeWebSocket` throws on some of these and accepts the rest.
 *
 * Deno does not expose the version of HTTP: HTTP/1.0 is recognized by its missing Host.
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
 * Upgrades a request that `readUpgrade` accepted. Return exactly this response: after any other, or none, Deno closes its
 * whole listener.
 *
 * @param idleTimeoutSec the server pings after half of it without a frame, and closes (1001) after the rest without a pong
 */
export function acceptUpgrade(raw: Request, { protocol }: Upgrade, idleTimeoutSec: number): Deno.WebSocketUpgrade {
  const upgraded = Deno.upgradeWebSocket(raw, { idleTimeout: idleTimeoutSec });
  // Deno's own option splits the list only at ", "
  if (protocol !== undefined) upgraded.response.headers.set("sec-websocket-protocol", protocol);
  return upgraded;
}

/** Whether a request asks for a WebSocket, even a malformed one. */
function asksForWebSocket(headers: Headers): boolean {
  return listOf(headers, "upgrade").some((name) => isSame(name, "websocket"));
}

/**
 * The non-empty elements of a list header (RFC 9110, 5.6.1), from all its lines. Splitting at a pattern that takes the
 * blanks along would need n² steps for n blanks without a comma: seconds for a whole head.
 */
function listOf(headers: Headers, name: string): string[] {
  return (headers.get(name) ?? "").split(",").map((element) => element.trim()).filter((element) => element !== "");
}

const isSame = (name: string, expected: string) => name.toLowerCase() === expected;

/** The token sent with the upgrade: as a subprotocol or in a header. */
function tokenOf(headers: Headers, offered: readonly string[]): string | undefined {
  return offered.find((name) => name.toLowerCase().startsWith(bearerPrefix))?.slice(bearerPrefix.length) ??
    /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
}
