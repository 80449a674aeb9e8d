import { assert, assertEquals } from "@std/assert";
import { noBrowser, openScreen, type Screen } from "../support/browser.ts";
import { person } from "../support/client.ts";
import { testServer } from "../support/server.ts";
import { picture } from "./house.ts";

const ignore = noBrowser !== undefined;
const devices = { phone: {}, wide: { width: 1280, height: 900, dark: true } };

/** What is wrong with a page as it is now: what it complains of, what axe finds, and whether it is too wide. */
async function faults(screen: Screen): Promise<string[]> {
  const tooWide = await screen.run(() => {
    const { scrollWidth, clientWidth } = Reflect.get(globalThis, "document").documentElement;
    return scrollWidth > clientWidth ? [`${scrollWidth} px on ${clientWidth} px`] : [];
  });
  return [...screen.errors, ...screen.warnings, ...await screen.barriers(), ...tooWide, ...await brokenHeads(screen)];
}

/** Heads of columns that are broken into lines, because what is below them is narrow. */
async function brokenHeads(screen: Screen): Promise<string[]> {
  return await screen.run(() => {
    const heads = [...Reflect.get(globalThis, "document").querySelectorAll("thead th")];
    return heads.filter(({ clientHeight }) => clientHeight > 45)
      .map(({ textContent }) => `${textContent} is broken`);
  });
}

Deno.test({
  name: "each page of the documentation can be read on a phone and a wide screen, by everybody, without a complaint",
  ignore,
  async fn() {
    await using server = await testServer();
    const pages = {
      list: "/docs",
      operation: "/docs/operations/decideMatch",
      upload: "/docs/operations/signUp",
      socket: "/docs/socket",
    };
    for (const [device, how] of Object.entries(devices)) {
      for (const [name, path] of Object.entries(pages)) {
        await using screen = await openScreen(`${server.url}${path}`, how);
        await picture(screen, `docs-${name}-${device}`);
        assertEquals(await faults(screen), [], `${path} on ${device}`);
      }
    }
  },
});

/** Presses a button by itself: the explorer scrolls while it opens, and a mouse would hit what comes by. */
async function press(screen: Screen, selector: string): Promise<void> {
  await screen.see(selector, 30_000);
  await screen.run((selector) => Reflect.get(globalThis, "document").querySelector(selector).click(), selector);
}

Deno.test({
  name: "the explorer sends a request with a token that it keeps over a reload, without a complaint",
  ignore,
  async fn() {
    await using server = await testServer();
    const mina = await person(server, { name: "mina" });
    await using screen = await openScreen(`${server.url}/docs/explorer#/accounts/profile`, {
      width: 1280,
      height: 900,
    });
    await screen.see("#operations-accounts-profile", 30_000);
    await picture(screen, "docs-explorer");
    assertEquals(
      await screen.run(() => {
        const docs = Reflect.get(globalThis, "document").querySelector("#docs");
        const { backgroundColor } = Reflect.get(globalThis, "getComputedStyle")(docs.querySelector(".version"));
        return [docs.innerText.includes("Warning"), backgroundColor];
      }),
      [false, "rgba(0, 0, 0, 0)"],
      "it warns of nothing, and the version is not white on white",
    );
    await press(screen, "button.authorize");
    await screen.fill("#auth-bearer-value", mina.access);
    await press(screen, ".auth-btn-wrapper .authorize");
    await screen.see(".auth-btn-wrapper button:not(.btn-done)");
    await screen.reload();
    await screen.see("#operations-accounts-profile", 30_000);
    await press(screen, "#operations-accounts-profile .try-out__btn");
    await press(screen, "#operations-accounts-profile .execute");
    await screen.read('"username": "mina"');
    await picture(screen, "docs-explorer-answer");
    assertEquals([...screen.errors, ...screen.warnings], []);
  },
});

Deno.test({
  name: "the list of operations can be walked by keyboard: skip link, sections and operations are links",
  ignore,
  async fn() {
    await using server = await testServer();
    await using screen = await openScreen(`${server.url}/docs`);
    const links = await screen.run(() =>
      [...Reflect.get(globalThis, "document").querySelectorAll("a")].map((link: { href: string }) =>
        new URL(link.href).pathname
      )
    );
    assert(links.length > 60);
    for (const path of new Set(links)) {
      assertEquals([
        path,
        await fetch(`${server.url}${path}`).then(async (answer) => (await answer.body?.cancel(), answer.status)),
      ], [path, 200]);
    }
  },
});
