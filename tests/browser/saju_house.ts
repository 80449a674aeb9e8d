import { assertEquals } from "@std/assert";
import { type Device, openScreen, type Screen } from "../support/browser.ts";
import type { Door } from "../support/client.ts";
import { picture } from "./house.ts";

/** What someone says of themselves when they register. */
export type About = {
  name: string;
  gender: "female" | "male" | "other";
  birthDate: string;
  birthTime?: string;
  isLunar?: boolean;
};

const emailOf = (name: string) => `${name}@example.com`;
const passwordOf = (name: string) => `the password of ${name}`;

/** Sets a field that is not typed into, as of a date. */
export async function pick(screen: Screen, selector: string, value: string): Promise<void> {
  await screen.see(selector);
  await screen.run(
    (selector, value) => {
      const { document } = globalThis as unknown as {
        document: { querySelector(selector: string): { value: string; dispatchEvent(event: Event): void } };
      };
      const field = document.querySelector(selector);
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    },
    selector,
    value,
  );
}

/** Someone on a screen of their own, registered for blind dates by the form. */
export async function join({ url }: Door, about: About, device: Device = {}): Promise<Screen> {
  const screen = await openScreen(`${url}/saju`, device);
  await screen.click("#sign-other");
  await screen.fill("#sign-form [name=email]", emailOf(about.name));
  await screen.fill("#sign-form [name=password]", passwordOf(about.name));
  await screen.fill("#sign-form [name=name]", about.name);
  if (about.isLunar) {
    await screen.click("#sign-form [name=calendar][value=lunar]");
    const parts = about.birthDate.split("-").map(Number);
    for (const [n, part] of ["year", "month", "day"].entries()) {
      await screen.fill(`#sign-form [name=lunar_${part}]`, String(parts[n]));
    }
  } else await pick(screen, "#sign-form [name=birth_date]", about.birthDate);
  if (about.birthTime) await pick(screen, "#sign-form [name=birth_time]", about.birthTime);
  await screen.click(`#sign-form [name=gender][value=${about.gender}]`);
  await picture(screen, `${about.name}-1-register`);
  assertEquals(await screen.barriers(), []);
  await screen.click("#sign-do");
  await screen.see("#view-people");
  return screen;
}

/** Logs someone in who has an account. */
export async function enter({ url }: Door, name: string, device: Device = {}): Promise<Screen> {
  const screen = await openScreen(`${url}/saju`, device);
  await screen.fill("#sign-form [name=email]", emailOf(name));
  await screen.fill("#sign-form [name=password]", passwordOf(name));
  await screen.click("#sign-do");
  return screen;
}

/** One asks, the other says yes; both see their chat. */
export async function connect(one: Screen, two: Screen): Promise<void> {
  await one.click("[data-tab=people]");
  await one.click(".person .primary");
  await two.click("[data-tab=requests]");
  await two.click("#received .primary");
  await two.see("#view-chat");
  await one.click("[data-tab=chats]");
  await one.click("#chats a");
  await one.see("#view-chat");
}

/** Writes something into the chat that is shown. */
export async function say(screen: Screen, text: string): Promise<void> {
  await screen.fill("#write-form textarea", text);
  await screen.click("#write-form [type=submit]");
}

/** What stands in the chat that is shown, in order: `me: hello`. */
export async function said(screen: Screen): Promise<string[]> {
  return await screen.run(() => {
    type Line = { className: string; querySelector(selector: string): { textContent: string } };
    const { document } = globalThis as unknown as { document: { querySelectorAll(selector: string): Iterable<Line> } };
    return [...document.querySelectorAll("#lines .said")].map((line) =>
      `${line.className.includes("mine") ? "me" : "they"}: ${line.querySelector(".bubble").textContent}`
    );
  });
}

/** What an element shows; nothing where it is not shown. */
export async function textOf(screen: Screen, selector: string): Promise<string> {
  return await screen.run((selector) => {
    type Found = { innerText: string; checkVisibility(): boolean };
    const { document } = globalThis as unknown as { document: { querySelector(selector: string): Found | null } };
    const found = document.querySelector(selector);
    return found?.checkVisibility() ? found.innerText.trim() : "";
  }, selector);
}
