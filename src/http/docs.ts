import { fileURLToPath } from "node:url";
import { refuse } from "../refusals.ts";
import type { Route } from "./request.ts";

const page = `<!doctype html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Inyeon API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="icon" href="/docs/favicon-32x32.png">
</head>
<body>
<div id="docs"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const start = `SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  docExpansion: "none",
  persistAuthorization: false,
  validatorUrl: null,
});
`;

/** Everything comes from here, nothing from elsewhere, and no script stands in the page itself. */
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const types: Record<string, string> = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
  "favicon-32x32.png": "image/png",
};

/** `/openapi.json`, and `/docs` that shows it with files of our own: it works with no internet. */
export function docsRoutes(document: () => unknown): Route[] {
  let text: string | undefined;
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  return [
    {
      method: "GET",
      path: "/openapi.json",
      handle: () =>
        new Response(text ??= JSON.stringify(document()), {
          headers: { "content-type": "application/json", "access-control-allow-origin": "*" },
        }),
    },
    { method: "GET", path: "/docs", handle: () => respond(page, "text/html; charset=utf-8", "no-cache") },
    {
      method: "GET",
      path: "/docs/{file}",
      async handle({ params: { file } }) {
        if (file === "start.js") return respond(start, "text/javascript; charset=utf-8");
        if (!Object.hasOwn(types, file)) return refuse("request.unknown_path", { path: `/docs/${file.slice(0, 200)}` });
        const bytes = files.get(file) ?? await Deno.readFile(locate(file));
        files.set(file, bytes);
        return respond(bytes, types[file]);
      },
    },
  ];
}

function locate(file: string): string {
  return fileURLToPath(import.meta.resolve(`swagger-ui-dist/${file}`));
}

function respond(body: string | Uint8Array<ArrayBuffer>, type: string, cache = "public, max-age=3600"): Response {
  return new Response(body, {
    headers: { "content-type": type, "content-security-policy": policy, "cache-control": cache },
  });
}
