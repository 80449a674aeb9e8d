import { assert, assertEquals } from "@std/assert";
import sharp from "sharp";
import { noBrowser, type Screen } from "../support/browser.ts";
import { paymentToken } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { pause } from "../support/pause.ts";
import { childServer, testInstallation, testServer } from "../support/server.ts";
import { arrive, comeBack, energyHeard, heard, hears, meet, picture } from "./house.ts";
import { join } from "./saju_house.ts";

const ignore = noBrowser !== undefined;
/** Two busy cores need longer for a step than people have to decide. */
const config = { SHOW_TIME_SEC: "60" };

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
  ignore,
  async fn() {
    await using place = await testInstallation();
    await using first = await childServer(place, config);
    await using second = await childServer(place, config);
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
    assertEquals([mina.errors, jun.errors], [[], []]);
  },
});

Deno.test({
  name: "who loses the network for 10 s, reloads or changes screens comes back into the call; who is gone ends it",
  ignore,
  async fn() {
    await using place = await testInstallation();
    await using first = await childServer(place, config);
    await using second = await childServer(place, config);
    await using mina = await arrive(first, "mina", "female");
    await using jun = await arrive(second, "jun", "male");
    await meet(mina, jun);

    await mina.loseNetwork();
    const lostAt = performance.now();
    await mina.see("#connection", 12_000);
    await mina.read("연결이 끊겼어요.");
    await picture(mina, "mina-10-lost");
    await pause(10_000 - (performance.now() - lostAt));
    assertEquals((await heard(jun)).bytes, 0, "the call itself was cut, too");
    mina.regainNetwork();
    await eventually(async () => !await mina.shows("#connection"), 20_000);
    await Promise.all([hears(mina), hears(jun)]);

    await jun.reload();
    await Promise.all([hears(mina, 2), hears(jun)]);
    await jun.read("mina님과 통화 중");

    await using tablet = await comeBack(first, "jun", { width: 1280, height: 800, dark: true });
    await tablet.read("다른 화면에서 통화 중이에요.");
    await tablet.click("#join");
    await Promise.all([hears(mina, 3), hears(tablet)]);
    await jun.read("다른 화면에서 통화 중이에요.");
    await picture(jun, "jun-11-elsewhere");
    await picture(tablet, "jun-11-tablet");

    await Promise.all([jun.kill(), tablet.kill()]);
    await mina.read("상대의 연결이 끊겼어요");
    await picture(mina, "mina-12-partner-away");
    await mina.read("연결이 끊겨 통화가 끝났어요.", 40_000);
    assert(await mina.shows("#rating-form"));
  },
});

Deno.test({
  name: "conditions cost gems, a reload comes back into the queue and the offer, and the language changes anywhere",
  ignore,
  async fn() {
    await using server = await testServer({ config });
    await using mina = await arrive(server, "mina", "female", { dark: true });
    await mina.click("#home-form [name=gender][value=male]");
    await mina.read("보석 10개");
    await mina.click("#home-form [type=submit]");
    await mina.read("보석이 모자라요.");
    await picture(mina, "mina-13-too-few");
    await mina.click("[data-tab=gems]");
    await mina.fill("#charge-form textarea", await paymentToken(server));
    await mina.click("#charge-form [type=submit]");
    await mina.read("+100");
    await picture(mina, "mina-14-gems");
    assertEquals(await mina.barriers(), []);

    await mina.click("[data-tab=call]");
    await mina.click("#home-form [type=submit]");
    await mina.see("#leave");
    await mina.reload();
    await mina.see("#leave");
    await using jun = await arrive(server, "jun", "male");
    await jun.click("#home-form [type=submit]");
    await mina.see("#accept");
    await mina.reload();
    await mina.see("#accept");

    await mina.click("#view-offer .safety");
    await mina.see("#safety[open]");
    assertEquals(await mina.barriers(), []);
    await picture(mina, "mina-15-safety");
    await mina.click("#report-form [type=submit]");
    await mina.read("신고했어요.");
    await mina.click("#safety-close");
    await mina.click("#language");
    await mina.read("Talk to this person?");

    await jun.click("#decline");
    await jun.see("#view-home");
    await mina.read("The offer is over.");
    await mina.click("#leave");
    await mina.see("#view-home");
    await mina.click("[data-tab=history]");
    await mina.read("No calls yet.");
    assertEquals(await mina.shows("#blocks-part"), false);
  },
});

Deno.test({
  name: "whoever blocks the other in a call ends it and sees whom they blocked; a face is shown where there is one",
  ignore,
  async fn() {
    await using server = await testServer({ config });
    await using mina = await arrive(server, "mina", "female");
    const face = await Deno.makeTempFile({ suffix: ".png" });
    await sharp({ create: { width: 300, height: 200, channels: 3, background: "#3a7" } }).png().toFile(face);
    await using jun = await arrive(server, "jun", "male", { language: "en-GB" }, face);
    await Deno.remove(face);
    await meet(mina, jun, async () => {
      if (await mina.shows("#accept")) await mina.see("#offer-face img");
    });
    await mina.see("#call-face img");
    await picture(mina, "mina-16-face");

    await mina.click("#view-call .safety");
    await mina.click("#block");
    for (const screen of [mina, jun]) await screen.see("#rating-form");
    await mina.see("#later");
    await mina.click("#later");
    await mina.click("[data-tab=history]");
    await mina.see("#blocks li");
    await mina.read("차단한 사람");
    assertEquals(await mina.barriers(), []);
    await picture(mina, "mina-17-blocks");
    await jun.click("#later");
    await jun.click("[data-tab=history]");
    await jun.see("#history li");
    assertEquals(await jun.shows("#blocks-part"), false);

    await mina.click("#blocks button");
    await eventually(async () => !await mina.shows("#blocks-part"));
    assertEquals([mina.errors, jun.errors], [[], []]);
  },
});

Deno.test({
  name: "whoever mutes before their microphone is there is not heard",
  ignore,
  async fn() {
    await using server = await testServer({ config });
    await using mina = await arrive(server, "mina", "female");
    await using jun = await arrive(server, "jun", "male");
    await mina.click("#home-form [type=submit]");
    await mina.see("#leave");
    await jun.click("#home-form [type=submit]");
    await Promise.all([mina.see("#accept"), jun.see("#accept")]);
    await mina.run(delayMicrophone);
    await mina.click("#accept");
    await jun.click("#accept");
    await mina.click("#mute");
    await mina.read("마이크 켜기");
    await mina.run(() => Reflect.get(globalThis, "openMicrophone")());
    await hears(mina);
    await jun.read("상대가 마이크를 껐어요.");
    await eventually(async () => await energyHeard(jun) < 1e-6, 30_000);
    assertEquals([mina.errors, jun.errors], [[], []]);
  },
});

/** The page gets its microphone only once `openMicrophone` is called in it. */
function delayMicrophone(): void {
  const { mediaDevices } = navigator as unknown as { mediaDevices: { getUserMedia(of: unknown): Promise<unknown> } };
  const ask = mediaDevices.getUserMedia.bind(mediaDevices);
  const { promise, resolve } = Promise.withResolvers<void>();
  Object.assign(globalThis, { openMicrophone: resolve });
  mediaDevices.getUserMedia = async (of) => {
    await promise;
    return await ask(of);
  };
}

Deno.test({
  name: "an account of blind dates is asked for a username before its first call, and is shown by it",
  ignore,
  async fn() {
    await using server = await testServer({ config });
    await using mina = await join(server, { name: "mina", gender: "female", birthDate: "1996-05-04" });
    await using jun = await arrive(server, "jun", "male", { language: "en-GB" });
    await mina.run(() => {
      const { location } = globalThis as unknown as { location: { assign(url: string): void } };
      location.assign("/call");
    });
    await mina.click("#home-form [type=submit]");
    await mina.see("#profile-form");
    assertEquals(await mina.shows("#profile-form [name=age], #profile-form [name=gender]"), false);
    await picture(mina, "mina-18-profile");
    assertEquals(await mina.barriers(), []);
    await mina.fill("#profile-form [name=username]", "jun");
    await mina.click("#profile-form [type=submit]");
    await mina.read("이미 사용 중이거나");
    await mina.fill("#profile-form [name=username]", "미나");
    await mina.click("#profile-form [type=submit]");
    await mina.see("#leave");
    await jun.click("#home-form [type=submit]");
    await Promise.all([jun.see("#accept"), mina.see("#accept")]);
    await jun.read("미나");
    assertEquals(jun.errors, []);
  },
});
