import { assertEquals } from "@std/assert";
import { noBrowser, openScreen } from "../support/browser.ts";
import { testServer } from "../support/server.ts";
import { picture } from "./house.ts";

Deno.test({
  name: "a button can be read as well while it works as before",
  ignore: noBrowser !== undefined,
  async fn() {
    await using server = await testServer();
    for (const path of ["/call", "/saju"]) {
      for (const dark of [false, true]) {
        await using screen = await openScreen(`${server.url}${path}`, { dark });
        await screen.see("form [type=submit]");
        await screen.run(() => {
          for (const button of Reflect.get(globalThis, "document").querySelectorAll("button")) button.ariaBusy = "true";
        });
        await picture(screen, `busy-${path.slice(1)}-${dark ? "dark" : "light"}`);
        assertEquals(await screen.barriers(), [], `${path} ${dark ? "dark" : "light"}`);
      }
    }
  },
});
