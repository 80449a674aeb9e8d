import { html } from "hono/html";
import { z } from "zod";
import { fieldTable } from "./fields.ts";
import { inline, jsonBlock, layout, type Piece, prose } from "./layout.ts";

const message = z.looseObject({
  name: z.string(),
  summary: z.string().default(""),
  description: z.string().default(""),
  payload: z.unknown(),
  examples: z.array(z.looseObject({ payload: z.unknown() })).default([]),
});
type Message = z.output<typeof message>;

/** The part of the AsyncAPI document that the page shows. */
const socketDocument = z.looseObject({
  info: z.looseObject({ title: z.string(), description: z.string().default("") }),
  channels: z.looseObject({
    socket: z.looseObject({
      address: z.string(),
      description: z.string().default(""),
      messages: z.record(z.string(), message),
    }),
  }),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

const sides = { client: "To the server", server: "From the server" };

/** The page of the socket, from its AsyncAPI document: the rules, and every frame with its fields and an example. */
export function socketPage(document: unknown): Piece {
  const { info, channels: { socket }, components: { schemas } } = socketDocument.parse(document);
  const messages = Object.entries(socket.messages).map(([id, message]) => ({ id, ...message }));
  return layout(
    { title: `${info.title} socket`, here: "/docs/socket" },
    html`<h1>${info.title} socket</h1>
<p class="call"><b class="get">WS</b> <code>${socket.address}</code></p>
${prose(info.description)}
${prose(socket.description)}
${
      Object.entries(sides).map(([side, title]) => {
        const shown = messages.filter(({ id }) => id.startsWith(`${side}.`));
        return html`<section aria-labelledby="${side}">
<h2 id="${side}">${title}</h2>
<ul class="operations">${shown.map(listed)}</ul>
${shown.map((message) => described(message, schemas))}
</section>`;
      })
    }`,
  );
}

function listed({ id, name, summary }: Message & { id: string }): Piece {
  return html`<li><a href="#${id}"><span class="call"><code>${name}</code></span> <span>${
    inline(summary)
  }</span></a></li>`;
}

function described(
  { id, name, summary, description, payload, examples }: Message & { id: string },
  schemas: Record<string, unknown>,
): Piece {
  const way = sides[id.startsWith("client.") ? "client" : "server"].toLowerCase();
  return html`<h3 id="${id}"><code>${name}</code></h3>
${prose(summary)}${prose(description)}
${examples.map(({ payload }) => jsonBlock(payload, `Example of ${name}, ${way}`))}
${fieldTable(payload, schemas, `Fields of ${name}, ${way}`)}`;
}
