import { assertEquals } from "@std/assert";
import { makePlaces } from "../../src/http/places.ts";
import { as, doing, json, testApp } from "./house.ts";

Deno.test("a place is freed once, however often its holder says so", () => {
  const places = makePlaces({ each: 1, inAll: 2 });
  const leave = places.admit("a");
  assertEquals(places.admit("a"), "each");
  if (typeof leave === "function") {
    leave();
    leave();
  }
  assertEquals(["a", "b", "c"].map((key) => typeof places.admit(key)), ["function", "function", "string"]);
});

Deno.test("of requests that wait there are so many of one person, and so many in all", async () => {
  let waiting = Promise.withResolvers<{ n: number }>();
  const poll = { ...doing(() => waiting.promise), answersWithinSec: 70 };
  const app = testApp({ endpoints: [poll], waits: { each: 2, inAll: 3 } });
  const ask = async (who: string) => {
    const response = await app.request("/api/do", json({}, as(who)));
    await response.body?.cancel();
    return response.status;
  };
  const first = [ask("user-1"), ask("user-1")];
  assertEquals(await ask("user-1"), 429);
  const other = ask("user-2");
  assertEquals(await ask("user-3"), 503);
  waiting.resolve({ n: 1 });
  assertEquals(await Promise.all([...first, other]), [200, 200, 200]);
  waiting = Promise.withResolvers();
  waiting.resolve({ n: 2 });
  assertEquals(await ask("user-1"), 200);
});
