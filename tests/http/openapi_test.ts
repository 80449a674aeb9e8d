import { assert, assertEquals, assertMatch } from "@std/assert";
import { z } from "zod";
import { diskStore } from "../../src/http/media.ts";
import { testApp } from "./house.ts";

const app = testApp({ media: diskStore("/nowhere") });
const operationShape = z.looseObject({
  operationId: z.string(),
  parameters: z.array(
    z.looseObject({ $ref: z.string().optional(), name: z.string().optional(), in: z.string().optional() }),
  ),
  requestBody: z.looseObject({ content: z.record(z.string(), z.looseObject({ schema: z.looseObject({}) })) })
    .optional(),
  responses: z.record(z.string(), z.looseObject({ description: z.string() })),
  security: z.array(z.unknown()),
});
const documentShape = z.looseObject({
  openapi: z.string(),
  info: z.object({ title: z.string(), version: z.string(), description: z.string() }),
  paths: z.record(
    z.string().startsWith("/"),
    z.record(z.enum(["get", "post", "put", "patch", "delete"]), operationShape.optional()),
  ),
});

async function document() {
  const response = await app.request("/openapi.json");
  assertEquals(response.headers.get("content-type"), "application/json");
  return documentShape.parse(await response.json());
}

function* references(value: unknown): Generator<string> {
  if (typeof value !== "object" || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (name === "$ref" && typeof inner === "string") yield inner;
    else yield* references(inner);
  }
}

function resolve(root: unknown, reference: string): unknown {
  return reference.split("/").slice(1).reduce<unknown>(
    (at, name) =>
      typeof at === "object" && at !== null ? Object.entries(at).find(([key]) => key === name)?.[1] : undefined,
    root,
  );
}

Deno.test("the document is OpenAPI 3.1: references resolve, ids are unique, the paths' names are declared", async () => {
  const found = await document();
  assertMatch(found.openapi, /^3\.1\.\d+$/);
  const all = [...references(found)];
  assert(all.length > 10);
  for (const reference of all) assert(resolve(found, reference) !== undefined, reference);
  assert(!JSON.stringify(found).includes("$defs") && !JSON.stringify(found).includes("$schema"));

  const ids: string[] = [];
  for (const [path, operations] of Object.entries(found.paths)) {
    for (const operation of Object.values(operations)) {
      if (!operation) continue;
      ids.push(operation.operationId);
      const declared = operation.parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
      assertEquals(declared.sort(), [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort());
      assert(Object.keys(operation.responses).some((status) => status.startsWith("2")));
    }
  }
  assertEquals(new Set(ids).size, ids.length);
});

Deno.test("an operation says what the schemas say: body, form, parameters, refusals by status", async () => {
  const { paths } = await document();
  const echo = paths["/api/echo/"].post;
  const body = echo?.requestBody?.content;
  assertEquals(Object.keys(body ?? {}), ["application/json", "multipart/form-data"]);
  const form = JSON.stringify(body?.["multipart/form-data"]);
  assertMatch(form, /"image":\{"type":"string","format":"binary"\}/);
  assertMatch(form, /"name":\{"type":"string","minLength":1,"maxLength":10\}|"minLength":1/);
  assertEquals(echo?.security, []);
  assertEquals(Object.keys(echo?.responses ?? {}), ["201", "400", "408", "413", "415", "422", "429", "503"]);
  const thing = paths["/api/things/{id}/"].get;
  assertEquals(Object.keys(thing?.responses ?? {}), ["200", "401", "404", "422", "429", "503"]);
  assertMatch(
    JSON.stringify(thing?.responses["404"]),
    /"call\.unknown":\{"\$ref":"#\/components\/examples\/call\.unknown"\}/,
  );
  assertMatch(JSON.stringify(thing?.parameters), /"name":"limit","in":"query","required":false/);
  const media = paths["/api/media"].post?.requestBody?.content;
  assertEquals(Object.keys(media ?? {}), ["multipart/form-data"]);
});

Deno.test("the page for reading it needs no internet: every file it names is served here, under a policy that forbids others", async () => {
  const page = await app.request("/docs");
  const policy = page.headers.get("content-security-policy") ?? "";
  assertMatch(policy, /default-src 'none'; script-src 'self';/);
  const html = await page.text();
  assert(!/https?:\/\//.test(html) && !/<script>/.test(html));
  const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path);
  assertEquals(files.length, 4);
  for (const file of files) {
    const response = await app.request(file);
    assertEquals([file, response.status], [file, 200]);
    assert((await response.arrayBuffer()).byteLength > 100);
  }
  assertEquals((await app.request("/docs/package.json")).status, 404);
  assertEquals((await app.request("/docs/..%2fpackage.json")).status, 404);
});
