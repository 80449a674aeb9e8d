import type { Assets } from "./bundle.ts";
import type { Greeting } from "./greeting.ts";
import type { Page } from "./page.ts";

/** Where assets are. */
export const assetPath = "/assets";

/** Where a document says what is said to one browser alone. */
const greetingPlace = "<!-- greeting -->";

/** A document for one browser. */
export function withGreeting(text: string, greeting: Greeting | undefined): string {
  const said = greeting ? `<meta name="greeting" content="${escaped(JSON.stringify(greeting))}">` : "";
  return text.replace(greetingPlace, () => said);
}

/**
 * The document of a page, the same for all but for title, script and rules. What stands in it is seen until the script
 * has come; where that takes long, how to try again.
 */
export function documentOf(page: Page, { scripts, style, icon }: Assets, rules: Record<string, unknown>): string {
  const script = `${assetPath}/${scripts.get(page.path)?.name}`;
  return `<!doctype html>
<html lang="ko">
  <head>
    <meta charset="utf-8">
    <meta name="viewport"
      content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
    <meta name="color-scheme" content="light dark">
    <meta name="theme-color" content="#b3224a">
    <meta name="rules" content="${escaped(JSON.stringify(rules))}">
    ${greetingPlace}
    <title>${escaped(page.title.ko)}</title>
    <link rel="icon" href="${assetPath}/${icon.name}" type="image/svg+xml">
    <link rel="stylesheet" href="${assetPath}/${style.name}">
    <script type="module" src="${script}"></script>
  </head>
  <body>
    <div id="page">
      <header>
        <p class="brand"><img src="${assetPath}/${icon.name}" alt="" width="32" height="32"> <span>인연 Inyeon</span></p>
      </header>
      <main>
        <noscript><p>이 페이지에는 JavaScript가 필요합니다. This page needs JavaScript.</p></noscript>
        <p class="late">아직 열리지 않았어요. The page has not opened yet. <a href="">다시 열기 · Try again</a></p>
      </main>
    </div>
  </body>
</html>
`;
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character]);
