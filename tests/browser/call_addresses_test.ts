import { assert, assertEquals } from "@std/assert";
import { noBrowser, type Screen } from "../support/browser.ts";
import { eventually } from "../support/eventually.ts";
import { testServer } from "../support/server.ts";
import { arrive, heard, hears, meet, picture } from "./house.ts";

const ignore = noBrowser !== undefined;
const config = { SHOW_TIME_SEC: "60" };
/** As long as a username may be, without a place to break it. */
const longName = "김수한무거북이와두루미삼천갑자동방삭치치카포사리사리센타".padEnd(50, "워");

const addressOf = (screen: Screen) => screen.run(() => Reflect.get(globalThis, "location").pathname as string);

/** Waits until the page is at an address. */
const isAt = (screen: Screen, address: string) => eventually(async () => await addressOf(screen) === address);

/** The heights of the names that are shown, in lines, and whether the page is wider than its window. */
const namesOf = (screen: Screen) =>
  screen.run(() => {
    type Element = { clientHeight: number; scrollWidth: number; clientWidth: number; checkVisibility(): boolean };
    const document = Reflect.get(globalThis, "document");
    const root: Element = document.documentElement;
    const lines = [...document.querySelectorAll(".name") as Iterable<Element>].filter((name) => name.checkVisibility())
      .map((name) => name.clientHeight / parseFloat(Reflect.get(globalThis, "getComputedStyle")(name).lineHeight));
    return { lines: lines.map(Math.round), isWide: root.scrollWidth > root.clientWidth };
  });

Deno.test({
  name: "each view of calls has an address, Back leads to the view before, and out of the queue",
  ignore,
  async fn() {
    await using server = await testServer({ config });
    await using mina = await arrive(server, "mina", "female");
    await isAt(mina, "/call");
    await mina.click("[data-tab=history]");
    await mina.see("#view-history");
    await isAt(mina, "/call/history");
    assertEquals(await mina.run(() => Reflect.get(globalThis, "document").title), "지난 통화 · 인연");
    await mina.click("#wallet");
    await mina.see("#view-gems");
    await isAt(mina, "/call/gems");
    await mina.reload();
    await mina.see("#view-gems");
    await mina.back();
    await mina.see("#view-history");
    await mina.back();
    await mina.see("#view-home");

    await mina.click("#home-form [type=submit]");
    await mina.see("#leave");
    await isAt(mina, "/call/waiting");
    await mina.click("[data-tab=history]");
    await mina.see("#view-history");
    await mina.back();
    await mina.see("#leave");
    await mina.back();
    await mina.read("기다리기를 그만두었어요.");
    await isAt(mina, "/call");
    await picture(mina, "mina-20-stopped");
    assertEquals(await mina.barriers(), []);
    // whoever looks for someone now finds nobody
    await using jun = await arrive(server, "jun", "male");
    await jun.click("#home-form [type=submit]");
    await jun.see("#leave");
    await mina.reload();
    await mina.see("#view-home");
    assertEquals([await jun.shows("#leave"), mina.questions], [true, []]);
    assertEquals([mina.errors, jun.errors], [[], []]);
  },
});

Deno.test({
  name: "Back stays in a call and says so, leaving the page asks first, and a name of fifty characters is no tower",
  ignore,
  async fn() {
    await using server = await testServer({ config });
    await using mina = await arrive(server, "mina", "female");
    await using jun = await arrive(server, longName, "male", {
      width: 1280,
      height: 800,
      language: "en-GB",
      dark: true,
    });
    const look = async (step: string) => {
      await picture(mina, `mina-21-${step}`);
      const { lines, isWide } = await namesOf(mina);
      assert(lines.every((tall) => tall <= 4), `${step}: ${lines} lines`);
      assertEquals([step, isWide], [step, false]);
    };
    await meet(mina, jun, look);
    await isAt(mina, "/call/talk");
    await look("call");
    assertEquals(mina.questions, []);

    for (const _ of [1, 2]) {
      await mina.back();
      await mina.read("통화는 계속되고 있어요.");
      await isAt(mina, "/call/talk");
    }
    await picture(mina, "mina-21-held");
    assertEquals(await mina.barriers(), []);
    assertEquals([(await heard(mina)).connections, (await heard(jun)).connections], [1, 1]);
    await Promise.all([hears(mina), hears(jun)]);

    await mina.reload();
    assertEquals(mina.questions, ["beforeunload"]);
    await Promise.all([hears(mina), hears(jun, 2)]);
    await mina.click("#end");
    await jun.see("#rating-form");
    await mina.see("#rating-form");
    await eventually(async () => /^\/call\/rate\/\d+$/.test(await addressOf(mina)));
    await look("rating");
    await mina.reload();
    await mina.see("#rating-form");
    assertEquals(mina.questions, ["beforeunload"]);

    await mina.back();
    await mina.see("#view-home");
    await mina.click("[data-tab=history]");
    await mina.see("#history .secondary");
    await look("history");
    await mina.click("#history .secondary");
    await mina.read(`${longName}님과의 통화, 어땠나요?`);
    await mina.reload();
    await mina.read(`${longName}님과의 통화, 어땠나요?`);
    await mina.click("#rating-form input[value='5']");
    await mina.click("#rating-form [type=submit]");
    await mina.see("#view-history");
    await mina.read("별점 남김");
    assertEquals([mina.errors, jun.errors], [[], []]);
  },
});
