import { assertEquals } from "@std/assert";
import { testApp } from "./house.ts";

/** A request whose body comes as a test says it. */
function post(app: ReturnType<typeof testApp>, address: string) {
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
  const writer = writable.getWriter();
  // what is refused is cancelled
  writer.closed.catch(() => {});
  const headers = { "content-type": "application/json", "x-forwarded-for": address };
  const answer = Promise.resolve(app.request("/api/echo/", { method: "POST", headers, body: readable }));
  return {
    /** Resolves when the server has read it. */
    say: (text: string) => writer.write(new TextEncoder().encode(text)).catch(() => {}),
    end: () => writer.close().catch(() => {}),
    async status() {
      const response = await answer;
      await response.body?.cancel();
      return response.status;
    },
  };
}

Deno.test("bodies together hold no more than there is room for, of one address and of all, until they are answered", async () => {
  const app = testApp({ proxies: 1, bodyLimits: { heldPerAddress: 1_000, heldInAll: 2_500 } });
  const body = JSON.stringify({ name: "mina", age: 25, range: [1, 2] });
  const large = `${body}${" ".repeat(900)}`;
  const [first, second] = ["10.0.0.1", "10.0.0.2"].map((address) => post(app, address));
  await Promise.all([first.say(large), second.say(large)]);

  const neighbour = post(app, "10.0.0.1");
  await neighbour.say(" ".repeat(200));
  assertEquals(await neighbour.status(), 429);
  const third = post(app, "10.0.0.3");
  await third.say(large);
  assertEquals(await third.status(), 503);
  const small = post(app, "10.0.0.3");
  await small.say(body);
  await small.end();
  assertEquals(await small.status(), 201);

  await Promise.all([first.end(), second.end()]);
  assertEquals([await first.status(), await second.status()], [201, 201]);
  const again = post(app, "10.0.0.1");
  await again.say(large);
  await again.end();
  assertEquals(await again.status(), 201);
});
