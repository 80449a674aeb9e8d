import { assertEquals, assertNotEquals } from "@std/assert";
import { noBrowser, type Screen } from "../support/browser.ts";
import { eventually } from "../support/eventually.ts";
import { childServer, testClock, testInstallation, testServer } from "../support/server.ts";
import { arrive } from "./house.ts";

const ignore = noBrowser !== undefined;

/** The tokens that a page keeps. */
const tokensOf = (screen: Screen) => screen.run(() => sessionStorage.getItem("inyeon.session"));

Deno.test({
  name: "a token that runs out is renewed while the socket stays",
  ignore,
  async fn() {
    const clock = testClock();
    await using server = await testServer({ now: clock.now });
    await using mina = await arrive(server, "mina", "female");
    await eventually(async () => !await mina.shows("#connection"));
    const first = await tokensOf(mina);
    clock.advance(14 * 60 + 30);
    const second = await eventually(async () => {
      const now = await tokensOf(mina);
      return now !== first && now;
    });
    clock.advance(60);
    await mina.click("#home-form [type=submit]");
    await mina.see("#leave");
    assertEquals(await tokensOf(mina), second, "nothing else had to renew it");
    assertNotEquals(second, null);
    assertEquals(await mina.shows("#connection"), false);
    assertEquals(mina.errors, []);
  },
});

Deno.test({
  name: "a page comes back to a server that was killed, and is still in the queue",
  ignore,
  async fn() {
    await using place = await testInstallation();
    const first = await childServer(place);
    await using mina = await arrive(first, "mina", "female");
    await mina.click("#home-form [type=submit]");
    await mina.see("#leave");
    await first[Symbol.asyncDispose]();
    await mina.read("다시 연결하는 중");
    await using again = await childServer(place, { PORT: new URL(first.url).port });
    await eventually(async () => !await mina.shows("#connection"), 20_000);
    await mina.see("#leave");
    await using jun = await arrive(again, "jun", "male");
    await jun.click("#home-form [type=submit]");
    await Promise.all([mina.see("#accept"), jun.see("#accept")]);
  },
});
