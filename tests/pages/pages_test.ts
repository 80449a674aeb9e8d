import { assert, assertEquals, assertMatch } from "@std/assert";
import { callPage } from "../../src/pages/pages.ts";
import { createApp } from "../../src/http/app.ts";

const folder = new URL("../../src/pages/call/", import.meta.url);

async function app(env: "development" | "production" = "development") {
  return createApp({
    endpoints: [],
    routes: await callPage({ minAge: 19, showTimeSec: 10, gemPrices: { gender: 10, age: 5, radius: 5 }, env }),
    authenticate: () => Promise.reject(new Error("pages ask for nobody")),
    ready: () => Promise.resolve({ ready: true }),
    about: { title: "Inyeon", version: "1" },
    limit: false,
  });
}

Deno.test("the page and every file beside it are served with their types, and run nothing from elsewhere", async () => {
  const served = await app();
  const page = await served.request("/call");
  assertEquals(page.headers.get("content-type"), "text/html; charset=utf-8");
  const html = await page.text();
  assertEquals(await (await served.request("/call/")).text(), html);
  assert(!/<script[^>]*>[^<]|style=|\son\w+=|https?:\/\/(?!www\.w3\.org)/.test(html), "something runs in the page");

  const types: Record<string, string> = { css: "text/css", js: "text/javascript", svg: "image/svg+xml" };
  let files = 0;
  for await (const { name } of Deno.readDir(folder)) {
    const answer = await served.request(`/call/${name}`);
    const body = await answer.text();
    assertEquals([name, answer.status, body], [name, 200, await Deno.readTextFile(new URL(name, folder))]);
    assert(answer.headers.get("content-type")?.startsWith(types[name.split(".")[1]] ?? "text/html"), name);
    assertMatch(answer.headers.get("content-security-policy") ?? "", /^default-src 'none'; script-src 'self';/);
    for (const [, beside] of body.matchAll(/from "\.\/([\w.]+)"/g)) {
      assertEquals([name, beside, (await served.request(`/call/${beside}`)).status], [name, beside, 200]);
    }
    files++;
  }
  assert(files > 10, "the files were not found");
});

Deno.test("what has not changed is not sent again, and what is not there is 404", async () => {
  const served = await app();
  const first = await served.request("/call/app.js");
  const etag = first.headers.get("etag") ?? "";
  assertEquals(first.headers.get("cache-control"), "no-cache");
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
    const again = await served.request("/call/app.js", { headers: { "if-none-match": known } });
    assertEquals([known, again.status, again.headers.get("etag"), await again.text()], [known, 304, etag, ""]);
  }
  const changed = await served.request("/call/app.js", { headers: { "if-none-match": '"other"' } });
  assertEquals(changed.status, 200);
  for (const path of ["/call/nothing.js", "/call/..%2fpages.ts", "/call/constructor"]) {
    assertEquals([path, (await served.request(path)).status], [path, 404]);
  }
});

Deno.test("the page is told the rules of this server", async () => {
  assertEquals(await (await (await app()).request("/call/rules.json")).json(), {
    min_age: 19,
    show_time_sec: 10,
    gem_prices: { gender: 10, age: 5, radius: 5 },
    takes_development_payments: true,
  });
  const production = await (await (await app("production")).request("/call/rules.json")).json();
  assertEquals(production.takes_development_payments, false);
});

Deno.test("every text there is stands in both languages, and every text that is asked for is there", async () => {
  const source = await Deno.readTextFile(new URL("texts.js", folder));
  const [ko, en] = ["ko", "en"].map((language) => {
    const block = new RegExp(`const ${language} = \\{\\n(.*?)\\n\\};`, "s").exec(source)?.[1] ?? "";
    return [...block.matchAll(/^ {2}(\w+):/gm)].map(([, key]) => key);
  });
  assert(ko.length > 50, "the texts were not found");
  assertEquals(en, ko);
  const asked = new Set<string>();
  for await (const { name } of Deno.readDir(folder)) {
    const text = await Deno.readTextFile(new URL(name, folder));
    for (const [, key] of text.matchAll(/data-(?:text|label)="(\w+)"|\bt\("(\w+)"/g)) if (key) asked.add(key);
    for (const [, key] of text.matchAll(/\bt\("(\w+)"/g)) asked.add(key);
  }
  assertEquals([...asked].filter((key) => !ko.includes(key)), []);
});
