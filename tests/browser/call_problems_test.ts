import { assert, assertEquals } from "@std/assert";
import { noBrowser, openScreen, type Screen } from "../support/browser.ts";
import { paymentToken } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { testServer } from "../support/server.ts";
import { arrive, picture } from "./house.ts";

const ignore = noBrowser !== undefined;

/** The field that is focused, what is said of it, and how far below its top edge that stands, in pixels. */
const focusedProblem = (screen: Screen) =>
  screen.run(() => {
    type Element = {
      name: string;
      textContent: string;
      getAttribute(name: string): string | null;
      getBoundingClientRect(): { top: number; bottom: number };
    };
    const document = Reflect.get(globalThis, "document");
    const field: Element = document.activeElement;
    const ids = field.getAttribute("aria-describedby")?.split(" ") ?? [];
    const wrong: Element | undefined = ids.map((id) => document.getElementById(id)).find(({ className }) =>
      className === "wrong"
    );
    const { top = -1, bottom = -1 } = wrong?.getBoundingClientRect() ?? {};
    return {
      name: field.name,
      isInvalid: field.getAttribute("aria-invalid"),
      said: wrong?.textContent,
      away: top - field.getBoundingClientRect().bottom,
      isSeen: top >= 0 && bottom <= Reflect.get(globalThis, "innerHeight"),
    };
  });

/** The same, once a field is focused. */
async function focusedOn(screen: Screen, name: string) {
  const found = await focusedProblem(screen);
  return found.name === name ? found : undefined;
}

Deno.test({
  name: "what is wrong with a picture or a name is said beside the field, which is seen and focused",
  ignore,
  async fn() {
    await using server = await testServer();
    await using _mina = await arrive(server, "mina", "female");
    await using screen = await openScreen(`${server.url}/call`, { height: 500 });
    await screen.click("#sign-other");
    await screen.fill("#sign-form [name=username]", "jun");
    await screen.fill("#sign-form [name=password]", "correct horse battery");
    await screen.fill("#sign-form [name=age]", "25");
    await screen.click("#sign-form [name=gender][value=male]");
    const noPicture = await Deno.makeTempFile({ suffix: ".png" });
    await Deno.writeTextFile(noPicture, "not a picture");
    await screen.choose("#sign-form [name=profile_image]", noPicture);
    await screen.click("#sign-do");
    await screen.see("#sign-form .wrong");
    await Deno.remove(noPicture);
    await picture(screen, "jun-30-picture");
    const { away, ...about } = await eventually(() => focusedOn(screen, "profile_image"));
    assertEquals(about, {
      name: "profile_image",
      isInvalid: "true",
      said: "이미지는 15MB, 6,400만 화소 이하의 JPEG, PNG, WebP, AVIF 여야 합니다.",
      isSeen: true,
    });
    assert(away >= 0 && away < 60, `${away} px below its field`);
    assertEquals(await screen.barriers(), []);

    await screen.fill("#sign-form [name=username]", "mina");
    await screen.run(() => Reflect.get(globalThis, "document").querySelector("[type=file]").value = "");
    await screen.click("#sign-do");
    await screen.read("이미 사용 중이거나");
    assertEquals((await eventually(() => focusedOn(screen, "username"))).isSeen, true);
    assertEquals(await screen.shows("#sign-form .problem:not(:empty)"), false);
  },
});

Deno.test({
  name: "help with payments is in the reader's language, and what was paid is said in the colour of success",
  ignore,
  async fn() {
    await using server = await testServer();
    await using mina = await arrive(server, "mina", "female");
    await mina.click("[data-tab=gems]");
    await mina.read("이 서버는 시험용이라");
    await mina.fill("#charge-form textarea", "not a token");
    await mina.click("#charge-form [type=submit]");
    await mina.see("#charge-form .wrong");
    await eventually(() => focusedOn(mina, "payment_token"));
    const shown = await mina.run(() => Reflect.get(globalThis, "document").querySelector("main").innerText as string);
    assertEquals(shown.match(/[a-z]{2,}/gi), null, "English in the Korean page");
    await picture(mina, "mina-31-payment");

    await mina.fill("#charge-form textarea", await paymentToken(server));
    await mina.click("#charge-form [type=submit]");
    await mina.see("#toast");
    await mina.read("보석 100개를 충전했어요.");
    const [success, danger] = await mina.run(() => {
      const document = Reflect.get(globalThis, "document");
      const styleOf = Reflect.get(globalThis, "getComputedStyle");
      const probe = document.body.appendChild(document.createElement("p"));
      probe.className = "problem";
      const colours = [document.querySelector("#toast"), probe].map((of) => styleOf(of).color as string);
      probe.remove();
      return colours;
    });
    assert(success !== danger, `both are ${success}`);
    await picture(mina, "mina-31-charged");
    assertEquals(await mina.barriers(), []);
    assertEquals(mina.errors.filter((error) => !error.includes("422")), []);
  },
});
