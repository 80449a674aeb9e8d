import { assertEquals } from "@std/assert";
import { crowd } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { type Attacker, attackSocket } from "../support/attacker.ts";
import { testServer } from "../support/server.ts";
import { openSocket } from "../support/socket.ts";

const bounds = { sockets: { strangers: { each: 2, inAll: 3 } } };

Deno.test("sockets without a token are bounded per address; a token, or leaving, makes room", async () => {
  await using server = await testServer(bounds);
  const [mina] = await crowd(server, [{ name: "mina" }]);
  using waiting = await attackSocket(server.url);
  await using known = await openSocket(server, undefined, "none");
  assertEquals(waiting.status, 101);
  using oneMore = await attackSocket(server.url);
  assertEquals(oneMore.status, 429);
  await using withToken = await openSocket(server, mina);
  assertEquals((await withToken.ask("ping")).type, "ack");

  assertEquals((await known.ask("auth", { token: mina.access })).type, "ack");
  using taken = await attackSocket(server.url);
  assertEquals(taken.status, 101);
  waiting[Symbol.dispose]();
  await eventually(async () => {
    using next = await attackSocket(server.url);
    return next.status === 101;
  });
});

Deno.test("sockets without a token are bounded in all, each address as the proxy says it", async () => {
  await using server = await testServer({ ...bounds, config: { TRUSTED_PROXIES: "1" } });
  using sockets = new DisposableStack();
  const from = async (address: string): Promise<Attacker & { status: number }> =>
    sockets.use(await attackSocket(server.url, undefined, [`X-Forwarded-For: ${address}`]));
  const statuses: number[] = [];
  for (const address of ["10.0.0.1", "10.0.0.1", "10.0.0.1", "10.0.0.2", "10.0.0.3"]) {
    statuses.push((await from(address)).status);
  }
  assertEquals(statuses, [101, 101, 429, 101, 503]);
});
