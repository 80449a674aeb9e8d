import { createHash } from "node:crypto";
import { refuse } from "../answers/refusals.ts";
import type { CookieJudge } from "../http/by_cookie.ts";
import type { Incoming, Route } from "../http/request.ts";
import { type Asset, type Assets, bundlePages } from "./bundle.ts";
import { assetPath, documentOf, withGreeting } from "./document.ts";
import { greet } from "./greeting.ts";
import { commonRules, type Page, type PageConfig } from "./page.ts";

/** Everything comes from here, and nothing that runs stands in the page itself. */
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * What never changes under its name is asked for once; a document, which names it and is for one browser alone, is asked
 * for anew each time.
 */
const kept = { assets: "public, max-age=31536000, immutable", documents: "no-cache" };

/**
 * The routes of pages: their documents at their own and their views' addresses, and what the documents load. They are
 * bundled when the first of it is asked for.
 */
export function servePages(pages: readonly Page[], config: PageConfig, cookies: CookieJudge | undefined): Route[] {
  const rulesOf = ({ rules }: Page) => ({ ...commonRules(config), ...rules?.(config, pages) });
  const textOf = async (page: Page) => documentOf(page, await bundlePages(pages), rulesOf(page));
  return [
    assetRoute(() => bundlePages(pages)),
    ...pages.flatMap((page) =>
      addressesOf(page).map((path): Route => ({
        method: "GET",
        path,
        handle: async (incoming) => await sendDocument(incoming, await textOf(page), cookies),
      }))
    ),
  ];
}

const addressesOf = ({ path, views = [] }: Page): string[] => [
  path,
  ...views.map((view) => `${path === "/" ? "" : path}${view}`),
];

async function sendDocument(
  { raw, meta, added }: Incoming,
  text: string,
  cookies: CookieJudge | undefined,
): Promise<Response> {
  const greeted = await greet(cookies, meta.browser);
  for (const cookie of greeted.cookies) added.append("set-cookie", cookie);
  const body = new TextEncoder().encode(withGreeting(text, greeted.greeting));
  return send(raw, body, {
    "content-security-policy": policy,
    "cache-control": kept.documents,
    "content-type": "text/html; charset=utf-8",
    vary: "cookie",
    etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`,
  });
}

function assetRoute(assets: () => Promise<Assets>): Route {
  return {
    method: "GET",
    path: `${assetPath}/{name}`,
    handle: async ({ raw, params: { name } }) => {
      const { scripts, style, icon } = await assets();
      const asset = [...scripts.values(), style, icon].find((one) => one.name === name);
      return asset
        ? sendAsset(raw, asset)
        : refuse("request.unknown_path", { path: `${assetPath}/${name.slice(0, 200)}` });
    },
  };
}

function sendAsset(raw: Request, { name, type, body, zipped }: Asset): Response {
  const takesZipped = /\bgzip\b/.test(raw.headers.get("accept-encoding") ?? "");
  return send(raw, takesZipped ? zipped : body, {
    "content-security-policy": policy,
    "cache-control": kept.assets,
    "content-type": type,
    ...(takesZipped ? { "content-encoding": "gzip" } : {}),
    vary: "accept-encoding",
    // both encodings are the same to a client that has one
    etag: `W/"${name}"`,
  });
}

function send(raw: Request, body: Uint8Array<ArrayBuffer>, headers: Record<string, string>): Response {
  const plain = (tag: string) => tag.trim().replace(/^W\//, "");
  const known = (raw.headers.get("if-none-match") ?? "").split(",").map(plain);
  const isKnown = known.includes(plain(headers.etag)) || known.includes("*");
  return isKnown ? new Response(null, { status: 304, headers }) : new Response(body, { headers });
}
