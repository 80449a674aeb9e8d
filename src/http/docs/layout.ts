import { html, raw } from "hono/html";
import { Marked } from "marked";

/** A piece of a page; what is put into it is escaped. */
export type Piece = ReturnType<typeof html>;

/** A page of the documentation. It needs one stylesheet and no script. */
export function layout({ title, here }: { title: string; here: string }, main: Piece): Piece {
  const link = (path: string, text: string) =>
    path === here ? html`<a href="${path}" aria-current="page">${text}</a>` : html`<a href="${path}">${text}</a>`;
  return html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>${title}</title>
        <meta name="description" content="${title}: how clients talk to this server">
        <link rel="stylesheet" href="/docs/style.css">
        <link rel="icon" href="/docs/favicon-32x32.png">
      </head>
      <body>
        <a class="skip" href="#main">To the text</a>
        <header>
          <p class="brand">Inyeon</p>
          <nav aria-label="Documentation">
    ${link("/docs", "REST")}
    ${link("/docs/socket", "Socket")}
    ${link("/docs/explorer", "Explorer")}
          </nav>
        </header>
        <main id="main">
    ${main}
        </main>
        <footer>
          <p>For machines: <a href="/openapi.json">openapi.json</a>, <a href="/asyncapi.json">asyncapi.json</a></p>
        </footer>
      </body>
    </html>
  `;
}

/** Indented JSON in a block that can be scrolled by keyboard. */
export function jsonBlock(value: unknown, label: string): Piece {
  return block(JSON.stringify(value, null, 2), label);
}

/** Preformatted text in a block that can be scrolled by keyboard. */
export function block(text: string, label: string): Piece {
  return html`<pre tabindex="0" role="region" aria-label="${label}"><code>${text}</code></pre>`;
}

/** A table that can be scrolled by keyboard where it is too wide. */
export function table(label: string, heads: readonly string[], rows: readonly Piece[]): Piece {
  return html`
    <div class="table" tabindex="0" role="region" aria-label="${label}">
      <table>
        <thead>
          <tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr>
        </thead>
        <tbody>${rows}</tbody>
      </table>
    </div>
  `;
}

const markdown = new Marked({
  renderer: {
    // the documents hold no HTML: what looks like it is text
    html: ({ text }) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;"),
  },
});

/** Renders Markdown. Wide tables can be scrolled by keyboard. */
export function prose(text: string): Piece {
  const made = markdown.parse(text, { async: false });
  return html`${
    raw(
      made.replaceAll("<table>", '<div class="table" tabindex="0" role="region" aria-label="Table"><table>')
        .replaceAll("</table>", "</table></div>"),
    )
  }`;
}

/** Renders Markdown inside a sentence. */
export function inline(text: string): Piece {
  return html`${raw(markdown.parseInline(text, { async: false }))}`;
}
