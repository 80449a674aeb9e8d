/**
 * What a browser adds to a request by itself, and what a page of ours adds for it. A request with an Authorization header
 * has none of this: there cookies are ignored.
 */
export type Browser = {
  /** The values of the session cookie: none, one, or several that differ. */
  session: readonly string[];
  /** The values of the cookie of a visitor, who has no session yet. */
  visitor: readonly string[];
  /** The CSRF token in the header. A form sends it as a field instead. */
  csrfToken: string | undefined;
  /** Whether a login shall answer with the session cookie. */
  asksForCookie: boolean;
  /** Whose page sends it: ours, that of another origin, or unknown. Programs that are no browser do not say. */
  from: "own" | "other" | "unknown";
};

/** The header with which a page repeats its CSRF token, and with which an answer tells it. */
export const csrfHeader = "x-csrf-token";
/** The field of a form that does the same. */
export const csrfField = "csrf_token";
/** `Inyeon-Session: cookie` asks a login for the session cookie. */
const sessionHeader = "inyeon-session";

/** How cookies are named and whose pages are ours. */
export type CookieRules = {
  /** Whether people come by HTTPS, so that cookies are sent there alone. */
  secure: boolean;
  /** Address of this installation, for proxies that write another Host. */
  publicUrl?: string;
};

/**
 * Names of the two cookies. With `__Host-` a browser takes them from this very host by HTTPS alone, so that no other host
 * of the domain can plant one (RFC 6265bis, 4.1.3.2).
 */
export function cookieNames({ secure }: Pick<CookieRules, "secure">): { session: string; visitor: string } {
  const prefix = secure ? "__Host-" : "";
  return { session: `${prefix}inyeon_session`, visitor: `${prefix}inyeon_visitor` };
}

/** Reads what came from a browser; undefined beside an Authorization header. */
export function browserOf(request: Request, rules: CookieRules): Browser | undefined {
  const { headers } = request;
  if (headers.has("authorization")) return undefined;
  const cookies = headers.get("cookie") ?? "";
  const names = cookieNames(rules);
  return {
    session: valuesOf(cookies, names.session),
    visitor: valuesOf(cookies, names.visitor),
    csrfToken: headers.get(csrfHeader) ?? undefined,
    asksForCookie: headers.get(sessionHeader)?.trim().toLowerCase() === "cookie",
    from: senderOf(request, rules),
  };
}

/** Whether a request rests on a cookie of ours, or wants one. */
export function isByCookie(browser: Browser | undefined): browser is Browser {
  return browser !== undefined && (browser.session.length > 0 || browser.visitor.length > 0 || browser.asksForCookie);
}

/** A Set-Cookie header. Without `maxAgeSec` the cookie goes with the browser's session; 0 deletes it. */
export function setCookie(name: string, value: string, { secure, maxAgeSec }: { secure: boolean; maxAgeSec?: number }) {
  const age = maxAgeSec === undefined ? "" : `; Max-Age=${maxAgeSec}`;
  return `${name}=${value}; Path=/${age}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
}

/** The different values of one cookie. No value holds a comma (RFC 6265, 4.1.1), but several header lines are joined by one. */
function valuesOf(cookies: string, name: string): string[] {
  if (!cookies.includes(name)) return [];
  const values = cookies.split(/[;,]/).flatMap((pair) => {
    const [first, ...rest] = pair.split("=");
    return rest.length > 0 && first.trim() === name ? [rest.join("=").trim()] : [];
  });
  return [...new Set(values)];
}

function senderOf({ headers, url }: Request, { secure, publicUrl }: CookieRules): Browser["from"] {
  const origin = headers.get("origin");
  if (origin === null) {
    const site = headers.get("sec-fetch-site");
    return site === "same-origin" ? "own" : site === "cross-site" || site === "same-site" ? "other" : "unknown";
  }
  if (!URL.canParse(origin)) return "other";
  const { host, protocol } = new URL(origin);
  // a page that came by plain HTTP may be anybody's
  if (secure && protocol !== "https:") return "other";
  const isPublic = publicUrl !== undefined && URL.canParse(publicUrl) && new URL(publicUrl).origin === origin;
  // HTTP/2 has no Host, but the address says the same
  return isPublic || host === (headers.get("host") ?? new URL(url).host) ? "own" : "other";
}
