import { assert, assertEquals, assertMatch } from "@std/assert";
import { z } from "zod";
import { access } from "../../src/apps.ts";
import { endpoint, ok } from "../../src/http/endpoint.ts";
import { diskStore } from "../../src/http/media.ts";
import { samples, testApp } from "./house.ts";
import operationNames from "./operation_names.json" with { type: "json" };

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

Deno.test("the pages for reading it need no internet: every file they name is served here, under a policy that forbids others", async () => {
  for (const path of ["/docs", "/docs/operations/post_api_echo", "/docs/explorer"]) {
    const page = await app.request(path);
    assertEquals([page.status, page.headers.get("content-type")], [200, "text/html; charset=utf-8"], path);
    const policy = page.headers.get("content-security-policy") ?? "";
    assertMatch(policy, /default-src 'none'; script-src 'self';/);
    const html = await page.text();
    assert(!/(?:src|href)="https?:/.test(html) && !/<script>|<style| style=/.test(html));
    const scripts = [...html.matchAll(/<script src="([^"]+)"/g)].map(([, path]) => path);
    assertEquals(scripts.length, path === "/docs/explorer" ? 2 : 0, "only the explorer needs scripts");
    const styles = [...html.matchAll(/<link [^>]*href="([^"]+)"/g)].map(([, path]) => path);
    for (const file of [...scripts, ...styles]) {
      const response = await app.request(file);
      assertEquals([file, response.status], [file, 200]);
      assert((await response.arrayBuffer()).byteLength > 100);
    }
  }
});

Deno.test("the first page is light: all operations by their summaries, and two small files", async () => {
  const html = await (await app.request("/docs")).text();
  for (const { summary } of samples) assert(html.includes(summary), summary);
  const style = await (await app.request("/docs/style.css")).text();
  assert(html.length + style.length < 50_000, `${html.length} + ${style.length} characters`);
});

Deno.test("what is not a page of the documentation is 404, and no name leaves its folder", async () => {
  const paths = ["operations/nothing", "package.json", "..%2fpackage.json", "docs.ts", "constructor", "socket"];
  for (const path of paths) assertEquals((await app.request(`/docs/${path}`)).status, 404, path);
});

Deno.test("what a page shows is text, whatever it holds", async () => {
  const odd = endpoint({
    method: "GET",
    path: "/api/odd",
    app: "test",
    summary: '<img src=x onerror="alert(1)">',
    description: "It has `</code><script>` in it.",
    access: "public",
    answers: { 200: z.object({ name: z.string().meta({ examples: ["</code><b>"] }) }) },
    handle: () => ok(200, { name: "" }),
  });
  const app = testApp({ endpoints: [odd] });
  for (const path of ["/docs", "/docs/operations/get_api_odd"]) {
    const html = await (await app.request(path)).text();
    assert(!/<img|<script|<b>/.test(html.replace(/<b class="[a-z]+">/g, "")), path);
  }
});

Deno.test("operations keep their names: clients generated from the document call them so", () => {
  const named = Object.entries(access).map(([name, { method, path }]) => [name, `${method} ${path}`]);
  const advice = "add new ones to tests/http/operation_names.json, and leave those that are there";
  assertEquals(
    Object.fromEntries(named.toSorted()),
    Object.fromEntries(Object.entries(operationNames).toSorted()),
    advice,
  );
});
