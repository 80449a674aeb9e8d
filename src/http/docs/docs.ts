import { fileURLToPath } from "node:url";
import { html } from "hono/html";
import { refuse } from "../../answers/refusals.ts";
import type { Incoming, Route } from "../request.ts";
import { layout, type Piece } from "./layout.ts";
import { operationsOf, type RestDocument, restDocument } from "./rest_document.ts";
import { listPage, operationPage } from "./rest_pages.ts";
import { socketPage } from "./socket_page.ts";

/** Loads from this origin only; no inline scripts or styles. */
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** Swagger UI sets inline styles on its elements. */
const explorerPolicy = policy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");

const here = (file: string) => new URL(`./${file}`, import.meta.url).href;
const ofSwagger = (file: string) => import.meta.resolve(`swagger-ui-dist/${file}`);
const files: Record<string, { type: string; at: () => string }> = {
  "style.css": { type: "text/css; charset=utf-8", at: () => here("style.css") },
  "explorer.js": { type: "text/javascript; charset=utf-8", at: () => here("explorer.js") },
  "swagger-ui.css": { type: "text/css; charset=utf-8", at: () => ofSwagger("swagger-ui.css") },
  "swagger-ui-bundle.js": { type: "text/javascript; charset=utf-8", at: () => ofSwagger("swagger-ui-bundle.js") },
  "favicon-32x32.png": { type: "image/png", at: () => ofSwagger("favicon-32x32.png") },
};

/** What the pages show: the OpenAPI document, and with a socket the AsyncAPI document. */
export type Documents = { rest: () => unknown; socket?: () => unknown };

/**
 * `/openapi.json` and the pages under `/docs`: the list of operations, a page for each, the socket, and an explorer that
 * sends requests. They work without the internet, and all but the explorer without scripts.
 */
export function docsRoutes(documents: Documents): Route[] {
  const rest = once(() => documents.rest());
  const read = once((): RestDocument => restDocument.parse(rest()));
  const list = once(() => String(listPage(read())));
  const socket = once(() => documents.socket && String(socketPage(documents.socket())));
  const text = once(() => JSON.stringify(rest()));
  const served = new Map<string, Uint8Array<ArrayBuffer>>();

  const unknown = ({ path }: Incoming) => refuse("request.unknown_path", { path: path.slice(0, 200) });
  const route = (path: string, handle: Route["handle"]): Route => ({ method: "GET", path, handle });
  return [
    route("/openapi.json", () =>
      new Response(text(), {
        headers: { "content-type": "application/json", "access-control-allow-origin": "*" },
      })),
    route("/docs", () => page(list())),
    route("/docs/socket", (incoming) => {
      const shown = socket();
      return shown === undefined ? unknown(incoming) : page(shown);
    }),
    route("/docs/explorer", () => page(String(explorer), explorerPolicy)),
    route("/docs/operations/{id}", (incoming) => {
      const operation = operationsOf(read()).find(({ operationId }) => operationId === incoming.params.id);
      return operation ? page(String(operationPage(read(), operation))) : unknown(incoming);
    }),
    route("/docs/{file}", async (incoming) => {
      const { file } = incoming.params;
      if (!Object.hasOwn(files, file)) return unknown(incoming);
      const bytes = served.get(file) ?? await Deno.readFile(fileURLToPath(files[file].at()));
      served.set(file, bytes);
      return respond(bytes, files[file].type, policy, "public, max-age=3600");
    }),
  ];
}

const explorer: Piece = layout(
  { title: "Inyeon API explorer", here: "/docs/explorer" },
  html`<h1>Explorer</h1>
<noscript><p>The explorer needs JavaScript. <a href="/docs">The list of operations</a> does not.</p></noscript>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<div id="docs"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/explorer.js"></script>`,
);

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function page(html: string, rules = policy): Response {
  return respond(html, "text/html; charset=utf-8", rules, "no-cache");
}

function respond(body: string | Uint8Array<ArrayBuffer>, type: string, rules: string, cache: string): Response {
  return new Response(body, {
    headers: { "content-type": type, "content-security-policy": rules, "cache-control": cache },
  });
}
