import { html } from "hono/html";
import { curl } from "./curl.ts";
import { fieldRow, fieldTable, kindOf, noteOf, resolve } from "./fields.ts";
import { block, inline, jsonBlock, layout, type Piece, prose, table } from "./layout.ts";
import { type Operation, operationsOf, type RestDocument } from "./rest_document.ts";

const start = `B=http://127.0.0.1:8000
curl $B/api/auth/signup/ -H 'Content-Type: application/json' \\
  -d '{"username":"mina","password":"correct horse","age":25,"gender":"female"}'
curl $B/api/auth/login/ -H 'Content-Type: application/json' \\
  -d '{"username":"mina","password":"correct horse"}'
ACCESS=…   # "access" of that answer
curl $B/api/user/profile/ -H "Authorization: Bearer $ACCESS" -H 'Accept-Language: en'`;

/** The first page: how to begin, and every operation by its summary. */
export function listPage(document: RestDocument): Piece {
  const operations = operationsOf(document);
  return layout(
    { title: `${document.info.title} API`, here: "/docs" },
    html`<h1>${document.info.title} API</h1>
${prose(document.info.description)}
<h2 id="start">Start</h2>
<p>Log in, and send the <code>access</code> token with each request. It is good for 15 minutes; <a
href="/docs/operations/refresh">the refresh token</a> gives the next. The <a href="/docs/explorer">explorer</a> sends
requests from this page.</p>
${block(start, "From sign-up to the first request")}
<nav class="tags" aria-label="Sections">${
      document.tags.map(({ name }) =>
        html`
          <a href="#${name}">${name}</a>
        `
      )
    }</nav>
${
      document.tags.map(({ name, description }) =>
        html`
          <section aria-labelledby="${name}">
            <h2 id="${name}">${name}</h2>
            <p>${inline(description)}</p>
            <ul class="operations">${operations.filter(({ tags }) => tags.includes(name)).map(listed)}</ul>
          </section>
        `
      )
    }`,
  );
}

function listed({ operationId, method, path, summary }: Operation): Piece {
  return html`<li><a href="/docs/operations/${operationId}"><span class="call"><b class="${method.toLowerCase()}">${method}</b> <code>${path}</code></span> <span>${summary}</span></a></li>`;
}

/** The page of one operation. */
export function operationPage(document: RestDocument, operation: Operation): Piece {
  const { method, path, summary, description, security, responses } = operation;
  const { schemas } = document.components;
  const answers = Object.entries(responses).filter(([status]) => status < "300");
  return layout(
    { title: `${summary} – ${document.info.title} API`, here: operation.operationId },
    html`<p><a href="/docs#${operation.tags[0]}">${operation.tags[0]}</a></p>
<h1>${summary}</h1>
<p class="call"><b class="${method.toLowerCase()}">${method}</b> <code>${path}</code>${
      security.length === 0
        ? html`
          <span class="soft">no token needed</span>
        `
        : ""
    }</p>
${prose(description)}
<h2>Request</h2>
${block(curl(operation), "Request with curl")}
${parameterTable(document, operation)}
${fieldTable(bodyOf(operation), schemas, "Fields of the body")}
${
      answers.map(([status, { description, content }]) =>
        html`<h2>${status} ${description}</h2>
${
          Object.values(content).map(({ schema, example }) =>
            html`${jsonBlock(example, `Answer ${status}`)}${
              fieldTable(schema, schemas, `Fields of the answer ${status}`)
            }`
          )
        }`
      )
    }
<h2>Refusals</h2>
${refusals(document, operation)}`,
  );
}

function bodyOf({ requestBody }: Operation): unknown {
  const content = requestBody?.content ?? {};
  return (content["multipart/form-data"] ?? content["application/json"])?.schema;
}

function parameterTable({ components: { schemas } }: RestDocument, { parameters }: Operation): Piece {
  const named = parameters.filter(({ name }) => name !== undefined);
  if (named.length === 0) return html``;
  const rows = named.map(({ name = "", in: where, required, schema }) =>
    fieldRow({
      path: where === "path" ? `{${name}}` : `?${name}=`,
      kind: kindOf(schema, schemas),
      required,
      note: noteOf(resolve(schema, schemas)),
    })
  );
  return table("Parameters", ["Parameter", "Value", "Note"], rows);
}

function refusals({ components }: RestDocument, { responses }: Operation): Piece {
  const examples = Object.values(responses).flatMap(({ content }) =>
    Object.values(content["application/problem+json"]?.examples ?? {})
  ).map(({ $ref, value }) => $ref ? components.examples[$ref.slice($ref.lastIndexOf("/") + 1)]?.value : value);
  const rows = examples.map((problem) => {
    const { status, code, detail } = Object(problem);
    return html`
      <tr>
        <td>${status}</td>
        <th scope="row"><code>${code}</code></th>
        <td>${detail}</td>
      </tr>
    `;
  });
  return html`
    ${table("Refusals", ["Status", "Code", "Says"], rows)}
    ${examples.slice(0, 1).map((problem) => jsonBlock(problem, "A refusal"))}
  `;
}
