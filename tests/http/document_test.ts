import { apps } from "../support/apps.ts";
import { assert, assertEquals, assertMatch } from "@std/assert";
import { z } from "zod";
import { fieldExamples } from "../../src/http/field_examples.ts";
import { exampleOfRefusal, type RefusalCode, refusalCodes, sentence } from "../../src/answers/refusals.ts";
import { person, send } from "../support/client.ts";
import { testServer } from "../support/server.ts";
import { appoint } from "../support/staff.ts";

const example = z.looseObject({
  example: z.unknown().optional(),
  examples: z.record(z.string(), z.unknown()).optional(),
});
const operationShape = z.looseObject({
  operationId: z.string(),
  tags: z.tuple([z.string()]),
  parameters: z.array(z.looseObject({ name: z.string().optional(), example: z.unknown().optional() })),
  summary: z.string(),
  description: z.string().optional(),
  requestBody: z.looseObject({ content: z.record(z.string(), example) }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: z.record(z.string(), example).optional() })),
});
const documentShape = z.looseObject({
  info: z.looseObject({ license: z.object({ name: z.string(), identifier: z.string() }) }),
  servers: z.array(z.object({ url: z.string(), description: z.string() })).nonempty(),
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), operationShape)),
  components: z.looseObject({ schemas: z.record(z.string(), z.looseObject({})) }),
});

async function realDocument() {
  await using server = await testServer({ apps });
  const document = documentShape.parse(await (await fetch(`${server.url}/openapi.json`)).json());
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, ...operation }))
  );
  return { document, operations };
}
const { document, operations } = await realDocument();

const schemaShape = z.looseObject({
  $ref: z.string().optional(),
  anyOf: z.array(z.looseObject({})).optional(),
  properties: z.record(z.string(), z.looseObject({})).optional(),
  required: z.array(z.string()).optional(),
  items: z.looseObject({}).optional(),
  examples: z.array(z.unknown()).optional(),
});

/** Where an example has no value for what its schema names; a schema with examples of its own may leave things out. */
function* holes(schema: unknown, value: unknown, path: string): Generator<string> {
  const { $ref, anyOf, properties = {}, required = [], items, examples } = schemaShape.parse(schema);
  if ($ref) return yield* holes(document.components.schemas[$ref.split("/")[3]], value, path);
  if (anyOf) return value === null ? undefined : yield* holes(anyOf[0], value, path);
  if (value === undefined) yield path;
  if (value === undefined || examples) return;
  for (const [name, inner] of Object.entries(properties)) {
    const shown = Reflect.get(Object(value), name);
    const mayBeLeftOut = !required.includes(name) && Object.hasOwn(fieldExamples, name);
    if (shown !== undefined || !mayBeLeftOut) yield* holes(inner, shown, `${path}.${name}`);
  }
  // an undefined item becomes null in JSON
  if (Array.isArray(value)) { for (const item of value) yield* holes(items, item ?? undefined, `${path}[]`); }
}

Deno.test("every operation has a summary, a description, an id of its own, and a tag that is described", () => {
  assert(operations.length >= 52);
  const open = operations.flatMap(({ name, summary, description = "", tags: [tag] }) => {
    const known = document.tags.find(({ name }) => name === tag);
    return [
      ...description.length > 15 && description !== summary && /[.)]$/.test(description)
        ? []
        : [`${name}: a description`],
      ...known && known.description !== tag ? [] : [`${name}: a description of its tag ${tag}`],
    ];
  });
  assertEquals(open, []);
  assertEquals(new Set(operations.map(({ operationId }) => operationId)).size, operations.length);
});

Deno.test("every body and every answer has an example with a value for each field", () => {
  const open: string[] = [];
  for (const { name, requestBody, responses } of operations) {
    const answers = Object.entries(responses).filter(([status]) => status < "300").map(([, { content }]) => content);
    for (const content of [requestBody?.content, ...answers]) {
      for (const [type, { schema, example }] of Object.entries(content ?? {})) {
        open.push(...[...holes(schema, example, "")].map((path) => `${name} ${type} ${path}`));
      }
    }
  }
  assertEquals(open, [], "give an example by .meta({ examples }) or in the examples.ts of its app");
});

Deno.test("every refusal is shown as it comes, with nothing left open", () => {
  const open = refusalCodes().flatMap((code) =>
    (["ko", "en"] as const).flatMap((language) => [...rawSentence(code, language).matchAll(/\{(\w+)\}/g)])
      .filter(([, name]) => exampleOfRefusal(code).details[name] === undefined).map(([name]) => `${code} ${name}`)
  );
  assertEquals(open, [], "give an example in its app's refusals.ts");
});

/** The sentence with its `{names}`. */
function rawSentence(code: RefusalCode, language: "ko" | "en"): string {
  const details = new Proxy({}, { get: (_, name) => `{${String(name)}}` });
  return sentence({ refusal: code, details }, language);
}

Deno.test("an operation shows which input it refuses, in the words of its own schemas", () => {
  let shown = 0;
  for (const { name, responses } of operations) {
    const problems = responses["422"]?.content?.["application/problem+json"]?.examples ?? {};
    const { value } = z.object({
      value: z.looseObject({ errors: z.array(z.object({ path: z.string(), message: z.string() })).optional() }),
    })
      .or(z.object({ value: z.undefined() })).parse(problems["request.invalid"] ?? { value: undefined });
    if (!value) continue;
    shown++;
    assert(value.errors?.length, name);
    for (const { message } of value.errors) assertMatch(message, /^\S.*\.$/, name);
  }
  assert(shown > 40);
});

Deno.test("an Idempotency-Key is taken by every POST that creates, decides or pays, not by logins, refreshes and waits", () => {
  const without = operations.filter(({ name, parameters }) =>
    name.startsWith("POST ") && !parameters.some(({ $ref }) => $ref === "#/components/parameters/IdempotencyKey")
  );
  assertEquals(without.map(({ name }) => name).sort(), [
    "POST /api/auth/login/",
    "POST /api/auth/password-reset/",
    "POST /api/auth/password-reset/confirm/",
    "POST /api/auth/refresh",
    // a repeat is harmless by itself: the payment names it
    "POST /api/gem/refunds/{provider}/",
    "POST /api/match/random/",
    "POST /api/user/email/verify/",
    "POST /api/users/login",
    "POST /api/users/me/erase",
  ]);
});

const numberSchema = z.object({
  type: z.union([z.literal("number"), z.array(z.string()).refine((all) => all.includes("number"))]),
});

/** The names of all fields below a value that may be numbers with fractions. */
function* fractionsIn(value: unknown): Generator<string> {
  if (typeof value !== "object" || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (numberSchema.safeParse(inner).success) yield name;
    yield* fractionsIn(inner);
  }
}

Deno.test("money, ids and counts are integers: only mean ratings and places are not", () => {
  const numbers = new Set(fractionsIn({ ...document.paths, ...document.components.schemas }));
  assertEquals([...numbers].sort(), ["latitude", "longitude", "rating"]);
});

Deno.test("a wait for an offer lasts 25 s unless told otherwise, and at most 55", () => {
  for (const method of ["GET", "POST"]) {
    const [{ parameters }] = operations.filter(({ name }) => name === `${method} /api/match/random/`);
    const [{ schema }] = parameters.filter(({ name }) => name === "wait");
    const { default: standard, maximum } = z.looseObject({}).parse(schema);
    assertEquals([standard, maximum], [25, 55]);
  }
});

Deno.test("what the document shows as a request is what the server takes", async () => {
  await using server = await testServer({ apps });
  const someone = await person(server, { name: "someone" });
  await appoint(server, someone);
  // an account is erased last
  const shown = operations.toSorted((a, b) =>
    Number(/erase|DELETE/.test(a.name)) - Number(/erase|DELETE/.test(b.name))
  );
  for (const { name, parameters, requestBody } of shown) {
    const body = requestBody?.content["application/json"]?.example;
    if (body === undefined) continue;
    const [method, path] = name.split(" ");
    const filled = path.replace(
      /\{(\w+)\}/g,
      (_, part) => String(parameters.find((each) => each.name === part)?.example),
    );
    const answer = await send(server, method, filled, body, { headers: { authorization: `Bearer ${someone.access}` } });
    const code = z.looseObject({ code: z.string().optional() }).parse(answer.body).code ?? "";
    assert(
      answer.status < 500 && !code.startsWith("request."),
      `${name} with ${JSON.stringify(body)}: ${JSON.stringify(answer.body)}`,
    );
  }
});
