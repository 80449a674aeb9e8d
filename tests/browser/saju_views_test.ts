import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { type Device, noBrowser, type Screen } from "../support/browser.ts";
import type { Door } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { testServer } from "../support/server.ts";
import { picture } from "./house.ts";
import { connect, enter, join, said, say, textOf } from "./saju_house.ts";

const ignore = noBrowser !== undefined;
const mina = { name: "mina", gender: "female", birthDate: "1996-05-04", birthTime: "07:30" } as const;
const jun = { name: "jun", gender: "male", birthDate: "1994-11-20" } as const;
const longName = "가나다라마바사아자차".repeat(10);

/** Where the page is, and how to go back in it. */
const pathOf = (screen: Screen) => screen.run(() => location.pathname);
const back = (screen: Screen) =>
  screen.run(() => (globalThis as unknown as { history: { back(): void } }).history.back());

/** What is looked at of an element in a page. */
type Seen = { height: number; top: number; width: number; color: string };

async function look(screen: Screen, selector: string): Promise<Seen> {
  return await screen.run((selector) => {
    type Found = { getBoundingClientRect(): { height: number; top: number; width: number } };
    const { document, getComputedStyle } = globalThis as unknown as {
      document: { querySelector(selector: string): Found };
      getComputedStyle(found: Found): { color: string };
    };
    const found = document.querySelector(selector);
    const { height, top, width } = found.getBoundingClientRect();
    return { height, top, width, color: getComputedStyle(found).color };
  }, selector);
}

/** How wide a page is beyond its screen. */
const overflow = (screen: Screen) =>
  screen.run(() => {
    const { document, innerWidth } = globalThis as unknown as {
      document: { documentElement: { scrollWidth: number } };
      innerWidth: number;
    };
    return document.documentElement.scrollWidth - innerWidth;
  });

/** Registers jun under a name of a hundred characters, and logs him in. */
async function joinLongName({ url }: Door, device: Device): Promise<Screen> {
  const body = JSON.stringify({
    email: "jun@example.com",
    password: "the password of jun",
    name: longName,
    birth_date: jun.birthDate,
    gender: jun.gender,
  });
  const answer = await fetch(`${url}/api/users/register`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  assertEquals((await answer.json()).name, longName);
  return await enter({ url }, "jun", device);
}

Deno.test({
  name: "each view of blind dates has an address: it stays with a reload, and Back goes where one came from",
  ignore,
  async fn() {
    await using server = await testServer();
    await using m = await join(server, mina);
    await using j = await join(server, jun, { width: 1280, height: 800, language: "en-GB", dark: true });
    await connect(j, m);
    const chat = await pathOf(j);
    assert(/^\/saju\/chats\/\d+$/.test(chat), chat);
    assertEquals(await j.run(() => Reflect.get(globalThis, "document").title), "mina · Inyeon");
    await back(j);
    await j.see("#chats a");
    assertEquals(await pathOf(j), "/saju/chats");
    await j.click("[data-tab=requests]");
    await j.see("#view-requests");
    assertEquals(await pathOf(j), "/saju/requests");
    await back(j);
    await j.see("#view-chats");
    await j.click("#chats a");
    await j.see("#view-chat");
    await j.reload();
    await j.read("mina");
    assertEquals(await pathOf(j), chat);
    await j.click("#chat-back");
    await j.see("#view-chats");
    await back(j);
    await j.see("#view-chat");
    for (const tab of ["people", "requests", "chats", "me"]) {
      await j.click(`[data-tab=${tab}]`);
      await j.see(`#view-${tab}`);
      assertEquals([tab, await pathOf(j), await j.barriers()], [tab, `/saju/${tab}`, []]);
      await picture(j, `jun-21-${tab}`);
    }
    assertEquals([m.errors, j.errors], [[], []]);
  },
});

Deno.test({
  name: "a name of a hundred characters takes two lines on a card and one in a list, and makes nothing wider",
  ignore,
  async fn() {
    await using server = await testServer();
    await using m = await join(server, mina);
    await using j = await joinLongName(server, {});
    await j.see(".person .primary");
    await m.click("[data-tab=requests]");
    await m.click("[data-tab=people]");
    await m.see(".person .name");
    assert((await look(m, ".person .name")).height < 70, "a tower");
    assertEquals(await overflow(m), 0);
    await picture(m, "mina-22-long-name");
    assertEquals(await m.barriers(), []);
    await j.click(".person .primary");
    await m.click("[data-tab=requests]");
    await m.see("#received .name");
    assert((await look(m, "#received .name")).height < 70, "a tower");
    await picture(m, "mina-23-long-name-asks");
    await m.click("#received .primary");
    await m.see("#view-chat");
    assert((await look(m, ".chat-bar")).height < 80, "a tower");
    await picture(m, "mina-24-long-name-talks");
    await m.click("#chat-safety");
    await m.see("#safety[open]");
    await picture(m, "mina-25-long-name-safety");
    await m.click("#safety-close");
    await m.click("#chat-back");
    await m.see("#chats strong");
    assert((await look(m, "#chats strong")).height < 40, "a tower");
    assertEquals(await overflow(m), 0);
    await picture(m, "mina-26-long-name-list");
    await m.click("[data-tab=requests]");
    await m.see("#sent strong");
    assert((await look(m, "#sent strong")).height < 40, "a tower");
    await picture(m, "mina-27-long-name-past");
    await j.click("[data-tab=me]");
    await j.see("#my-name");
    assert((await look(j, "#my-name")).height < 70, "a tower");
    assertEquals(await overflow(j), 0);
    await picture(j, "jun-28-long-name-me");
  },
});

Deno.test({
  name: "what is wrong with a field stands beside it, and what was done is not said in the colour of errors",
  ignore,
  async fn() {
    await using server = await testServer();
    await using m = await join(server, mina, { language: "en-GB" });
    await m.click("[data-tab=me]");
    await m.click("#me-form [value=lunar]");
    await m.fill("#me-form [name=lunar_month]", "1");
    await m.fill("#me-form [name=lunar_day]", "30");
    await m.fill("#me-form [name=lunar_year]", "1995");
    await m.click("#me-form > [type=submit]");
    await m.see("#me-form .birth .wrong");
    assertEquals(
      await textOf(m, "#me-form .birth .wrong"),
      "is not there: the month 1 of 1995 has 29 days by the lunar calendar.",
    );
    assertEquals([await m.shows("#me-form > .problem"), await m.barriers()], [false, []]);
    await m.run(() => {
      const { document } = globalThis as unknown as {
        document: { querySelector(selector: string): { scrollIntoView(how: object): void } };
      };
      document.querySelector("#me-form .wrong").scrollIntoView({ block: "center" });
    });
    await picture(m, "mina-29-wrong");
    const danger = (await look(m, "#me-form .wrong")).color;
    await m.click("#me-form [value=solar]");
    await m.fill("#me-form [name=age_min]", "30");
    await m.click("#me-form > [type=submit]");
    await eventually(async () => await textOf(m, "fieldset:has([name=age_min]) .wrong") !== "");
    await picture(m, "mina-30-half-range");
    assertEquals(await m.barriers(), []);
    await m.fill("#me-form [name=age_max]", "40");
    await m.click("#me-form > [type=submit]");
    await m.read("Saved.");
    await m.see("#toast");
    assertNotEquals((await look(m, "#toast")).color, danger);
    assertEquals([await m.shows(".wrong"), m.errors.filter((error) => !error.includes("422"))], [false, []]);
    await picture(m, "mina-31-saved");
  },
});

Deno.test({
  name: "earlier messages that are read do not move what one reads, though all are of one day",
  ignore,
  async fn() {
    await using server = await testServer();
    await using m = await join(server, mina);
    await using j = await join(server, jun);
    await connect(j, m);
    for (let n = 1; n <= 60; n++) await say(j, `message ${n}`);
    await eventually(async () => (await said(m)).length === 60, 30_000);
    await m.reload();
    await eventually(async () => (await said(m)).length === 40);
    // a page that is drawn again before it hears of a scroll goes to its end: like a person, scroll again
    const scrolled = () =>
      m.run(() => {
        type Found = { textContent: string; scrollTop: number; getBoundingClientRect(): { top: number } };
        const { document } = globalThis as unknown as {
          document: { querySelector(selector: string): Found; querySelectorAll(selector: string): Iterable<Found> };
        };
        const lines = [...document.querySelectorAll("#lines .said .bubble")];
        if (lines.length === 40) document.querySelector("#scroller").scrollTop = 100;
        const found = lines.find(({ textContent }) => textContent === "message 21");
        return { lines: lines.length, top: found?.getBoundingClientRect().top ?? 0 };
      });
    let before = 0;
    const after = await eventually(async () => {
      const now = await scrolled();
      if (now.lines === 60) return now;
      before = now.top;
    });
    assert(Math.abs(after.top - before) < 3, `${before} became ${after.top}`);
  },
});
