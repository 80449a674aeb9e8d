import { assert, assertEquals } from "@std/assert";
import { noBrowser, openScreen, type Screen } from "../support/browser.ts";
import { eventually } from "../support/eventually.ts";
import { testServer } from "../support/server.ts";
import { picture } from "./house.ts";

const ignore = noBrowser !== undefined;

/** What a page of a browser says of itself. */
const stateOf = (screen: Screen) =>
  screen.run(() => {
    const { document, location } = globalThis as unknown as {
      document: { documentElement: { lang: string }; title: string; cookie: string };
      location: { pathname: string };
    };
    const kept = [...Object.keys(localStorage), ...Object.keys(sessionStorage)];
    return { lang: document.documentElement.lang, path: location.pathname, cookie: document.cookie, kept };
  });

async function signUp(screen: Screen, name: string, age = "25"): Promise<void> {
  await screen.click("#to-login");
  await screen.click("#sign-other");
  await screen.fill("#sign-form [name=username]", name);
  await screen.fill("#sign-form [name=password]", `the password of ${name}`);
  await screen.fill("#sign-form [name=age]", age);
  await screen.click("#sign-form [name=gender][value=female]");
  await screen.click("#sign-do");
}

Deno.test({
  name: "one account is made at /, is there after a reload and in another tab, and no script can read what shows it",
  ignore,
  async fn() {
    await using server = await testServer();
    for (const device of [{}, { dark: true }, { width: 1280, height: 800 }, { width: 1280, height: 800, dark: true }]) {
      const name = `mina${Object.values(device).join("")}`;
      await using screen = await openScreen(`${server.url}/`, device);
      await screen.see("#view-home");
      await picture(screen, `${name}-20-first`);
      assertEquals(await screen.barriers(), []);
      await signUp(screen, name);
      await screen.read(`${name}님으로 로그인했어요.`);
      await picture(screen, `${name}-21-logged-in`);
      assertEquals(await screen.barriers(), []);
      assertEquals(await stateOf(screen), { lang: "ko", path: "/", cookie: "", kept: [] });
      await screen.reload();
      await screen.read(`${name}님으로 로그인했어요.`);

      await screen.click("#log-out");
      await screen.read("로그아웃되었어요.");
      await screen.reload();
      await screen.see("#to-login");
      assertEquals(screen.errors, []);
    }
  },
});

Deno.test({
  name: "the language is the browser's until it is switched, and then stays",
  ignore,
  async fn() {
    await using server = await testServer();
    await using screen = await openScreen(`${server.url}/`, { language: "en-GB" });
    await screen.read("New ways to meet people");
    await screen.click("#language");
    await screen.read("사람을 만나는 새로운 길");
    await screen.reload();
    await screen.read("사람을 만나는 새로운 길");
    assertEquals((await stateOf(screen)).lang, "ko");
  },
});

Deno.test({
  name: "each view has an address, and the way back leads from one to the one before",
  ignore,
  async fn() {
    await using server = await testServer();
    await using screen = await openScreen(`${server.url}/`);
    await screen.click("#to-login");
    await screen.see("#view-sign");
    assertEquals((await stateOf(screen)).path, "/login");
    await screen.run(() => Reflect.get(globalThis, "history").back());
    await screen.see("#view-home");
    await screen.run(() => Reflect.get(globalThis, "history").forward());
    await screen.see("#view-sign");
    await screen.reload();
    await screen.see("#view-sign");
  },
});

Deno.test({
  name: "what is wrong with a field stands beside it, in the colour of errors, and what was done does not",
  ignore,
  async fn() {
    await using server = await testServer();
    await using screen = await openScreen(`${server.url}/`);
    await signUp(screen, "x".repeat(51));
    await screen.see("#sign-form .wrong");
    await picture(screen, "22-wrong");
    assertEquals(await screen.barriers(), []);
    const colours = await screen.run(() => {
      const { document, getComputedStyle } = globalThis as unknown as {
        document: { querySelector(selector: string): { insertAdjacentHTML(where: string, text: string): void } };
        getComputedStyle(of: unknown): { color: string };
      };
      const form = document.querySelector("#sign-form");
      form.insertAdjacentHTML("beforeend", `<p class="success">.</p><p class="problem">.</p>`);
      return [".wrong", ".problem", ".success"].map((name) => getComputedStyle(document.querySelector(name)).color);
    });
    assertEquals(colours[0], colours[1]);
    assert(colours[2] !== colours[1], "what was done has the colour of errors");
  },
});

Deno.test({
  name: "a page whose script does not come says how to try again, and one without a way to the server says so",
  ignore,
  async fn() {
    await using server = await testServer();
    await using screen = await openScreen(`${server.url}/`, { blocked: ["*/assets/*.js"] });
    await eventually(() => screen.run(isLateShown), 15_000);
    await picture(screen, "23-late");

    await using lost = await openScreen(`${server.url}/`, { blocked: ["*/api/*"] });
    await signUp(lost, "mina");
    await lost.read("서버에 닿지 않아요.");
    await lost.unblock();
    await lost.click("#sign-do");
    await lost.read("mina님으로 로그인했어요.");
  },
});

/** Whether the sentence for a late script is opaque by now. */
function isLateShown(): boolean {
  const { document, getComputedStyle } = globalThis as unknown as {
    document: { querySelector(selector: string): unknown };
    getComputedStyle(of: unknown): { opacity: string };
  };
  return getComputedStyle(document.querySelector(".late")).opacity === "1";
}
