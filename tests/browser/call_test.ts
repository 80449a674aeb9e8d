import { assert, assertEquals } from "@std/assert";
import { type Device, noBrowser, openScreen, type Screen } from "../support/browser.ts";
import type { Door } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { childServer, testInstallation } from "../support/server.ts";

/** Where each step is kept as a picture, for whoever wants to look. */
const pictures = Deno.env.get("SCREENSHOTS");

async function picture(screen: Screen, name: string): Promise<void> {
  if (pictures) await screen.picture(`${pictures}/${name}.png`);
}

/** Someone on a screen of their own, signed up by the form. */
async function arrive({ url }: Door, name: string, gender: string, device: Device = {}): Promise<Screen> {
  const screen = await openScreen(`${url}/call`, device);
  await screen.click("#sign-other");
  await screen.fill("#sign-form [name=username]", name);
  await screen.fill("#sign-form [name=password]", `the password of ${name}`);
  await screen.fill("#sign-form [name=age]", "25");
  await screen.click(`#sign-form [name=gender][value=${gender}]`);
  await picture(screen, `${name}-1-sign-up`);
  assertEquals(await screen.barriers(), []);
  await screen.click("#sign-do");
  await screen.see("#view-home");
  return screen;
}

/** Both look for someone, are offered each other and accept; returns once both hear the other. */
async function meet(one: Screen, two: Screen, look = (_step: string) => Promise.resolve()): Promise<void> {
  await one.click("#home-form [type=submit]");
  await one.see("#leave");
  await look("3-waiting");
  await two.click("#home-form [type=submit]");
  await Promise.all([one.see("#accept"), two.see("#accept")]);
  await look("4-offer");
  await one.click("#accept");
  await two.click("#accept");
  await Promise.all([hears(one), hears(two)]);
}

/** What a page has received of the other's voice, by its newest connection. */
async function heard(screen: Screen): Promise<{ bytes: number; packets: number; energy: number }> {
  return await screen.run(async () => {
    type Stats = {
      type: string;
      kind?: string;
      bytesReceived: number;
      packetsReceived: number;
      totalAudioEnergy: number;
    };
    type Peer = { connectionState: string; getStats(): Promise<Map<string, Stats>> };
    const peer = (Reflect.get(globalThis, "peers") as Peer[]).at(-1);
    const stats = peer?.connectionState === "connected" ? [...(await peer.getStats()).values()] : [];
    const sound = stats.find(({ type, kind }) => type === "inbound-rtp" && kind === "audio");
    return {
      bytes: sound?.bytesReceived ?? 0,
      packets: sound?.packetsReceived ?? 0,
      energy: sound?.totalAudioEnergy ?? 0,
    };
  });
}

/** Waits until a page is connected and sound of the other comes in, and goes on coming. */
async function hears(screen: Screen): Promise<void> {
  const before = await eventually(async () => {
    const now = await heard(screen);
    return now.bytes > 0 ? now : undefined;
  }, 30_000);
  await eventually(async () => {
    const now = await heard(screen);
    return now.bytes > before.bytes + 2_000 && now.energy > before.energy;
  }, 30_000);
}

/** Waits until two seconds of the other's sound have come in; returns how much energy was in them. */
async function energyHeard(screen: Screen): Promise<number> {
  const before = await heard(screen);
  const after = await eventually(async () => {
    const now = await heard(screen);
    return now.packets > before.packets + 100 ? now : undefined;
  }, 20_000);
  return after.energy - before.energy;
}

/** How much the meter of the other's voice shows, 0–100. */
const theirLevel = (screen: Screen) =>
  screen.run(() => {
    const { document } = globalThis as unknown as {
      document: { querySelector(selector: string): { getAttribute(name: string): string } };
    };
    return Number(document.querySelector("#their-meter").getAttribute("aria-valuenow"));
  });

Deno.test({
  name: "two browsers on two servers go from sign-up to a call that carries voice, mute it, end it and rate each other",
  ignore: noBrowser !== undefined,
  async fn() {
    await using place = await testInstallation();
    await using first = await childServer(place, { SHOW_TIME_SEC: "60" });
    await using second = await childServer(place, { SHOW_TIME_SEC: "60" });
    await using mina = await arrive(first, "mina", "female");
    await using jun = await arrive(second, "jun", "male", { width: 1280, height: 800, language: "en-GB" });
    const look = async (step: string) => {
      await Promise.all([picture(mina, `mina-${step}`), picture(jun, `jun-${step}`)]);
      assertEquals([await mina.barriers(), await jun.barriers()], [[], []], step);
    };
    await mina.click("#locate");
    await mina.read("위치를 알렸어요.");
    await look("2-conditions");

    await meet(mina, jun, look);
    await mina.read("jun님과 통화 중");
    await jun.read("On a call with mina");
    await eventually(async () => await theirLevel(jun) > 0);
    await look("5-call");

    await mina.click("#mute");
    await jun.read("They muted their microphone.");
    await eventually(async () => await energyHeard(jun) < 1e-6, 30_000);
    await eventually(async () => await theirLevel(jun) === 0);
    assert(await energyHeard(mina) > 1e-6, "whoever mutes hears no less");
    await look("6-muted");
    await mina.click("#mute");
    await hears(jun);

    await jun.click("#end");
    for (const [screen, stars, comment] of [[mina, 5, "목소리가 좋아요"], [jun, 4, "A good talk"]] as const) {
      await screen.see("#rating-form");
      await screen.click(`#stars input[value="${stars}"]`);
      await screen.fill("#rating-form [name=comment]", comment);
    }
    await look("7-rating");
    for (const screen of [mina, jun]) {
      await screen.click("#rating-form [type=submit]");
      await screen.see("#view-home");
      await screen.click("[data-tab=history]");
    }
    await mina.read("별점 남김");
    await jun.read("Rated");
    await look("8-history");
    for (const screen of [mina, jun]) await screen.click("[data-tab=gems]");
    await look("9-gems");
    assertEquals([mina.errors, jun.errors], [[], []]);
  },
});

Deno.test({
  name: "who loses the network for 10 s, or reloads, comes back into the call; who is gone for good ends it",
  ignore: noBrowser !== undefined,
  async fn() {
    await using place = await testInstallation();
    await using first = await childServer(place, { SHOW_TIME_SEC: "60" });
    await using second = await childServer(place, { SHOW_TIME_SEC: "60" });
    await using mina = await arrive(first, "mina", "female", { isUnawareOfNetwork: true });
    await using jun = await arrive(second, "jun", "male", { dark: true });
    await meet(mina, jun);

    await mina.setOffline(true);
    const lostAt = performance.now();
    await mina.see("#connection", 12_000);
    await picture(mina, "mina-10-lost");
    await eventually(() => performance.now() - lostAt > 10_000, 12_000);
    await mina.setOffline(false);
    await eventually(async () => !await mina.shows("#connection"), 20_000);
    await Promise.all([hears(mina), hears(jun)]);

    await jun.reload();
    await Promise.all([hears(mina), hears(jun)]);
    await jun.read("mina님과 통화 중");
    await picture(jun, "jun-10-dark");

    await jun.kill();
    await mina.read("상대의 연결이 끊겼어요");
    await picture(mina, "mina-11-partner-away");
    await mina.read("연결이 끊겨 통화가 끝났어요.", 40_000);
    assert(await mina.shows("#rating-form"));
  },
});
