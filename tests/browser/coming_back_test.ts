import { assertEquals } from "@std/assert";
import { noBrowser, type Screen } from "../support/browser.ts";
import { eventually } from "../support/eventually.ts";
import { childServer, testClock, testInstallation, testServer } from "../support/server.ts";
import { arrive } from "./house.ts";

const ignore = noBrowser !== undefined;

/** What scripts of a page could read of its session. */
const readable = (screen: Screen) =>
  screen.run(() => {
    const { document } = globalThis as unknown as { document: { cookie: string } };
    return [document.cookie, sessionStorage.getItem("inyeon.session"), localStorage.getItem("inyeon.session")];
  });

Deno.test({
  name: "a page goes on when a token would have run out, its socket stays, and no script can read what lets it in",
  ignore,
  async fn() {
    const clock = testClock();
    await using server = await testServer({ now: clock.now });
    await using mina = await arrive(server, "mina", "female");
    await eventually(async () => !await mina.shows("#connection"));
    for (const sec of [16 * 60, 23 * 3600]) {
      clock.advance(sec);
      await mina.click("#home-form [type=submit]");
      await mina.see("#leave");
      await mina.click("#leave");
      await mina.see("#view-home");
      assertEquals(await mina.shows("#connection"), false);
    }
    assertEquals(await readable(mina), ["", null, null]);
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
