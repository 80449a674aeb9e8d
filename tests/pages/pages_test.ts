import { apps } from "../../src/apps.ts";
import { assert, assertEquals, assertMatch } from "@std/assert";
import { webPages } from "../../src/pages/pages.ts";
import { createApp } from "../../src/http/app.ts";
import { texts as callTexts } from "../../src/pages/call/texts.ts";
import { texts as chatTexts } from "../../src/pages/chat/texts.ts";
import { texts as sajuTexts } from "../../src/pages/saju/texts.ts";
import { ko as sharedTexts } from "../../src/pages/words/shared_texts.ts";

function app(env: "development" | "production" = "development", consents: { terms?: string } = {}) {
  return createApp({
    endpoints: [],
    routes: webPages(apps, {
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

/** Pages that are bundled, with some of the addresses of their views, and one that is none. */
const bundled = [
  { path: "/", views: ["/login"], none: "/logins" },
  { path: "/call", views: ["/call/", "/call/talk", "/call/rate/7", "/call/history"], none: "/call/nothing" },
  {
    path: "/saju",
    views: ["/saju/", "/saju/people", "/saju/chats", "/saju/chats/7", "/saju/me"],
    none: "/saju/nothing",
  },
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
  assertEquals(await rulesIn("/saju"), { min_age: 19, consents: [] });
  const asking = await rulesIn("/call", "development", { terms: "2" });
  assertEquals(asking.consents, [{ kind: "terms", version: "2" }]);
  assertEquals((await rulesIn("/call", "production")).takes_development_payments, false);
});

const textsByFolder = Object.entries({ call: callTexts, chat: chatTexts, saju: sajuTexts });

for (const [folder, texts] of textsByFolder) {
  Deno.test(`no text of ${folder} is among those of others on its page, and none is about how the server is run`, () => {
    const own: Record<"ko" | "en", Record<string, string>> = texts;
    assertEquals(Object.keys(own.en), Object.keys(own.ko));
    const others = Object.assign({}, sharedTexts, folder === "saju" ? chatTexts.ko : {});
    assertEquals(Object.keys(own.ko).filter((key) => key in others), []);
    const foreign = Object.values(own.ko).filter((text) => /[a-z]{2}/i.test(text.replace(/\{\w+\}|km|https/g, "")));
    assertEquals(foreign, []);
    assertEquals(Object.values(own.en).filter((text) => /[가-힣]|deno/.test(text)), []);
  });
}

/** The names of the texts that the files of a folder ask for, as far as they are written out. */
async function askedIn(folder: string): Promise<string[]> {
  const place = new URL(`../../src/pages/${folder}/`, import.meta.url);
  const asked = new Set<string>();
  for await (const { name } of Deno.readDir(place)) {
    const text = await Deno.readTextFile(new URL(name, place));
    for (const [, call] of text.matchAll(/\bt\("(\w+)"/g)) asked.add(call);
  }
  return [...asked];
}

for (const [folder, texts] of textsByFolder) {
  Deno.test(`every text that ${folder} asks for is there`, async () => {
    const asked = await askedIn(folder);
    assert(asked.length > 20, "the texts were not found");
    assertEquals(asked.filter((key) => !(key in texts.ko) && !(key in sharedTexts)), []);
  });
}
