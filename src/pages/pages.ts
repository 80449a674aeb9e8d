import { createHash } from "node:crypto";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { App } from "../app.ts";
import type { Route } from "../http/request.ts";
import { bundlePages } from "./bundle.ts";
import type { Page, PageConfig } from "./page.ts";
import { servePages } from "./serve.ts";
import { shell } from "./shell/shell.ts";
import { refuse } from "../answers/refusals.ts";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
};

const headers = {
  // everything comes from here, and nothing that runs stands in the page itself
  "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  // asked for anew each time, and sent only if it changed: modules of two versions must not meet
  "cache-control": "no-cache",
};

type File = { body: string; type: string; etag: string };

/** The pages there are: the first one, and those of the apps. */
export const pagesOf = (apps: readonly Pick<App, "page">[]): Page[] => [
  shell,
  ...apps.flatMap(({ page }) => page ? [page] : []),
];

/** Begins to bundle the pages of the apps, so that {@link webPages} need not wait for it; what goes wrong is told there. */
export async function prepareWebPages(apps: readonly Pick<App, "page">[]): Promise<void> {
  await bundlePages(pagesOf(apps)).catch(() => {});
}

/** The web pages: what people see in a browser at `/` and at each app's path. */
export async function webPages(apps: readonly Pick<App, "page">[], config: PageConfig): Promise<Route[]> {
  const { minAge, consents } = config;
  const saju = {
    min_age: minAge,
    consents: Object.entries(consents).map(([kind, version]) => ({ kind, version })),
  };
  const pages = pagesOf(apps);
  // those that have not moved into the shell yet
  const others = [["saju", saju]] as const;
  const folders = others.filter(([name]) => !pages.some(({ path }) => path === `/${name}`));
  const routes = [
    servePages(pages, config),
    ...folders.map(([name, rules]) => pagesIn(name, rules)),
    pagesIn("shared"),
  ];
  return (await Promise.all(routes)).flat();
}

async function pagesIn(name: string, rules?: Record<string, unknown>): Promise<Route[]> {
  const folder = new URL(`./${name}/`, import.meta.url);
  const pages = new Map<string, File>();
  for await (const { name, isFile } of Deno.readDir(fileURLToPath(folder))) {
    if (isFile) pages.set(name, page(await Deno.readTextFile(fileURLToPath(new URL(name, folder))), name));
  }
  if (rules) pages.set("rules.json", page(JSON.stringify(rules), "rules.json"));

  const answer = (file: string, raw: Request) => {
    const found = pages.get(file);
    return found ? send(found, raw) : refuse("request.unknown_path", { path: `/${name}/${file.slice(0, 200)}` });
  };
  return [
    ...pages.has("index.html")
      ? [{ method: "GET", path: `/${name}`, handle: ({ raw }) => answer("index.html", raw) } satisfies Route]
      : [],
    { method: "GET", path: `/${name}/{file}`, handle: ({ raw, params }) => answer(params.file, raw) },
  ];
}

function page(body: string, name: string): File {
  const type = types[extname(name)];
  if (!type) throw new Error(`${name} has no known type: add its ending to the types in pages.ts.`);
  return { body, type, etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"` };
}

function send({ body, type, etag }: File, raw: Request): Response {
  // a proxy that compresses makes the tag a weak one
  const known = (raw.headers.get("if-none-match") ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  const isKnown = known.includes(etag) || known.includes("*");
  return isKnown
    ? new Response(null, { status: 304, headers: { ...headers, etag } })
    : new Response(body, { headers: { ...headers, etag, "content-type": type } });
}
