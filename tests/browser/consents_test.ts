import { assertEquals } from "@std/assert";
import { noBrowser, openScreen } from "../support/browser.ts";
import { serverOn, testInstallation } from "../support/server.ts";
import { eventsOf } from "../support/sound.ts";
import { enter, pick } from "./saju_house.ts";

Deno.test({
  name: "the form of a sign-up asks for consents, and a dialog asks again when a version changes",
  ignore: noBrowser !== undefined,
  async fn() {
    await using place = await testInstallation();
    {
      await using server = await serverOn(place, { config: { TERMS_VERSION: "1" } });
      await using screen = await openScreen(`${server.url}/saju`);
      await screen.click("#sign-other");
      await screen.fill("#sign-form [name=email]", "mina@example.com");
      await screen.fill("#sign-form [name=password]", "the password of mina");
      await screen.fill("#sign-form [name=name]", "mina");
      await pick(screen, "#sign-form [name=birth_date]", "1996-05-04");
      await screen.click("#sign-form [name=gender][value=female]");
      await screen.read("이용약관에 동의해요 (버전 1).");
      assertEquals(await screen.barriers(), []);
      await screen.click("#sign-form .consent input");
      await screen.click("#sign-do");
      await screen.see("#view-people");
    }
    await using server = await serverOn(place, { config: { TERMS_VERSION: "2", LOCATION_VERSION: "1" } });
    await using screen = await enter(server, "mina");
    await screen.read("위치 정보 이용약관에 동의해요 (버전 1).");
    assertEquals(await screen.barriers(), []);
    await screen.click("dialog[open] .consent:nth-child(1) input");
    await screen.click("dialog[open] .consent:nth-child(2) input");
    await screen.click("dialog[open] .primary");
    await screen.read("오늘은 소개할 사람이 아직 없어요.");
    const kept = await eventsOf(server.system, "ConsentGiven");
    assertEquals(kept.map(({ data }) => `${data.kind} ${data.version}`), ["terms 1", "terms 2", "location 1"]);
  },
});
