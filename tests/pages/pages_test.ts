import { apps } from "../../src/apps.ts";
import { assert, assertEquals, assertMatch } from "@std/assert";
import { webPages } from "../../src/pages/pages.ts";
import { createApp } from "../../src/http/app.ts";
import { texts as callTexts } from "../../src/pages/call/texts.ts";
import { ko as sharedTexts } from "../../src/pages/words/shared_texts.ts";

const folderOf = (name: string) => new URL(`../../src/pages/${name}/`, import.meta.url);
const withPage = ["saju"];
const folders = [...withPage, "shared"];

async function app(env: "development" | "production" = "development", consents: { terms?: string } = {}) {
  return createApp({
    endpoints: [],
    routes: await webPages(apps, {
      minAge: 19,
      showTimeSec: 10,
      gemPrices: { gender: 10, age: 5, radius: 5 },
      env,
      consents,
    }),
    authenticate: () => Promise.reject(new Error("pages ask for nobody")),
    ready: () => Promise.resolve({ ready: true }),
    about: { title: "Inyeon", version: "1" },
    limit: false,
  });
}

for (const folder of withPage) {
  Deno.test(`/${folder} is served and runs nothing from elsewhere`, async () => {
    const served = await app();
    const page = await served.request(`/${folder}`);
    assertEquals(page.headers.get("content-type"), "text/html; charset=utf-8");
    const html = await page.text();
    assertEquals(await (await served.request(`/${folder}/`)).text(), html);
    assert(!/<script[^>]*>[^<]|style=|\son\w+=|https?:\/\/(?!www\.w3\.org)/.test(html), "something runs in the page");
    const files = [...html.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, path]) => path);
    assert(files.length > 3, "the files of the page were not found");
    for (const path of files) assertEquals([path, (await served.request(path)).status], [path, 200]);
  });
}

/** Pages that are bundled, with some of the addresses of their views, and one that is none. */
const bundled = [
  { path: "/", views: ["/login"], none: "/logins" },
  { path: "/call", views: ["/call/", "/call/talk", "/call/rate/7", "/call/history"], none: "/call/nothing" },
];

for (const { path, views, none } of bundled) {
  Deno.test(`${path} and its views are one document, whose files never change under their names`, async () => {
    const served = await app();
    const page = await served.request(path);
    assertEquals(page.headers.get("content-type"), "text/html; charset=utf-8");
    assertEquals(page.headers.get("cache-control"), "no-cache");
    const html = await page.text();
    for (const view of views) assertEquals([view, await (await served.request(view)).text()], [view, html]);
    assertEquals((await served.request(none)).status, 404);
    assert(!/<script[^>]*>[^<]|style=|\son\w+=|https?:\/\/(?!www\.w3\.org)/.test(html), "something runs in the page");
    assertEquals([...html.matchAll(/<script /g)].length, 1);
    const files = new Set([...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path));
    assertEquals(files.size, 3);
    for (const file of files) await assertIsKept(served, file);
  });
}

async function assertIsKept(served: Awaited<ReturnType<typeof app>>, path: string): Promise<void> {
  for (const encoding of ["gzip", "identity"]) {
    const file = await served.request(path, { headers: { "accept-encoding": encoding } });
    assertEquals([path, file.status, file.headers.get("content-encoding")], [
      path,
      200,
      encoding === "gzip" ? encoding : null,
    ]);
    assertEquals(file.headers.get("cache-control"), "public, max-age=31536000, immutable");
    assertEquals(file.headers.get("vary"), "accept-encoding");
    assertMatch(file.headers.get("content-security-policy") ?? "", /^default-src 'none'; script-src 'self';/);
    await file.body?.cancel();
  }
  const etag = (await served.request(path)).headers.get("etag") ?? "";
  assertEquals((await served.request(path, { headers: { "if-none-match": etag } })).status, 304);
}

Deno.test("there is no asset but those that pages name", async () => {
  assertEquals((await (await app()).request("/assets/other.js")).status, 404);
});

for (const folder of folders) {
  Deno.test(`every file of /${folder} is served with its type, and so are those it imports`, async () => {
    const served = await app();
    const types: Record<string, string> = { css: "text/css", js: "text/javascript", svg: "image/svg+xml" };
    let files = 0;
    for await (const { name } of Deno.readDir(folderOf(folder))) {
      const answer = await served.request(`/${folder}/${name}`);
      const body = await answer.text();
      const written = await Deno.readTextFile(new URL(name, folderOf(folder)));
      assertEquals([name, answer.status, body], [name, 200, written]);
      assert(answer.headers.get("content-type")?.startsWith(types[name.split(".")[1]] ?? "text/html"), name);
      assertMatch(answer.headers.get("content-security-policy") ?? "", /^default-src 'none'; script-src 'self';/);
      for (const [, beside] of body.matchAll(/from "(\.\.?\/[\w./]+)"/g)) {
        const { pathname } = new URL(beside, `http://localhost/${folder}/${name}`);
        assertEquals([name, beside, (await served.request(pathname)).status], [name, beside, 200]);
      }
      files++;
    }
    assert(files > 8, "the files were not found");
  });
}

Deno.test("what has not changed is not sent again, and what is not there is 404", async () => {
  const served = await app();
  const first = await served.request("/call");
  const etag = first.headers.get("etag") ?? "";
  assertEquals(first.headers.get("cache-control"), "no-cache");
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
    const again = await served.request("/call", { headers: { "if-none-match": known } });
    assertEquals([known, again.status, again.headers.get("etag"), await again.text()], [known, 304, etag, ""]);
  }
  const changed = await served.request("/call", { headers: { "if-none-match": '"other"' } });
  assertEquals(changed.status, 200);
  for (const path of ["/call/nothing.js", "/call/..%2fpages.ts", "/call/constructor", "/shared", "/shared/"]) {
    assertEquals([path, (await served.request(path)).status], [path, 404]);
  }
});

/** The rules that a page is told with its document. */
async function rulesIn(path: string, ...of: Parameters<typeof app>): Promise<Record<string, unknown>> {
  const html = await (await (await app(...of)).request(path)).text();
  const [, content] = /<meta name="rules" content="([^"]*)">/.exec(html) ?? [];
  return JSON.parse(content.replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
}

Deno.test("the page is told the rules of this server", async () => {
  assertEquals(await rulesIn("/call"), {
    min_age: 19,
    consents: [],
    show_time_sec: 10,
    gem_prices: { gender: 10, age: 5, radius: 5 },
    takes_development_payments: true,
  });
  assertEquals(await (await (await app()).request("/saju/rules.json")).json(), { min_age: 19, consents: [] });
  const asking = await rulesIn("/call", "development", { terms: "2" });
  assertEquals(asking.consents, [{ kind: "terms", version: "2" }]);
  assertEquals((await rulesIn("/call", "production")).takes_development_payments, false);
});

Deno.test("no text of /call is among those that all pages share, and none is about how the server is run", () => {
  const own: Record<"ko" | "en", Record<string, string>> = callTexts;
  assertEquals(Object.keys(own.en), Object.keys(own.ko));
  assertEquals(Object.keys(own.ko).filter((key) => key in sharedTexts), []);
  const foreign = Object.values(own.ko).filter((text) => /[a-z]{2}/i.test(text.replace(/\{\w+\}|km|https/g, "")));
  assertEquals(foreign, []);
  assertEquals(Object.values(own.en).filter((text) => /[가-힣]|deno/.test(text)), []);
});

/** The names of the texts of a folder, by language. */
async function textsOf(folder: string): Promise<{ ko: string[]; en: string[] }> {
  const source = await Deno.readTextFile(new URL("texts.js", folderOf(folder)));
  const [ko, en] = ["ko", "en"].map((language) => {
    const block = new RegExp(`const ${language} = \\{\\n(.*?)\\n\\};`, "s").exec(source)?.[1] ?? "";
    return [...block.matchAll(/^ {2}(\w+):/gm)].map(([, key]) => key);
  });
  return { ko, en };
}

/** The names of the texts that the files of a folder ask for, as far as they are written out. */
async function askedIn(folder: string): Promise<string[]> {
  const asked = new Set<string>();
  for await (const { name } of Deno.readDir(folderOf(folder))) {
    const text = await Deno.readTextFile(new URL(name, folderOf(folder)));
    for (const [, attribute, call] of text.matchAll(/data-(?:text|label)="(\w+)"|\bt\("(\w+)"/g)) {
      asked.add(attribute ?? call);
    }
  }
  return [...asked];
}

for (const folder of withPage) {
  Deno.test(`every text of /${folder} stands in both languages, and every text that is asked for is there`, async () => {
    const [own, shared] = [await textsOf(folder), await textsOf("shared")];
    assert(own.ko.length > 50 && shared.ko.length > 30, "the texts were not found");
    assertEquals([own.en, shared.en], [own.ko, shared.ko]);
    assertEquals(own.ko.filter((key) => shared.ko.includes(key)), [], "written twice");
    const asked = [...await askedIn(folder), ...await askedIn("shared")];
    assertEquals(asked.filter((key) => !own.ko.includes(key) && !shared.ko.includes(key)), []);
  });
}
