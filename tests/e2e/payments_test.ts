import { assertEquals } from "@std/assert";
import { codeOf, crowd, gemsOf, paymentToken, type Person } from "../support/client.ts";
import { inProduction } from "../support/production.ts";
import { testServer } from "../support/server.ts";

const charge = (someone: Person, body: Record<string, unknown>) => someone.post("/api/gem/charge/", body);

Deno.test("a payment may name its provider and its product, and need not", async () => {
  await using server = await testServer();
  const [mina] = await crowd(server, [{ name: "mina" }]);
  for (const more of [{}, { provider: "development" }, { provider: "development", product_id: "gems_100" }]) {
    assertEquals((await charge(mina, { payment_token: await paymentToken(server), ...more })).status, 200);
  }
  assertEquals(await gemsOf(mina), 300);
  const unknown = await charge(mina, { payment_token: await paymentToken(server), provider: "paypal" });
  assertEquals(codeOf(unknown), "422 payment.provider_unknown");
});

Deno.test("in production a development payment is no money", async () => {
  await using server = await testServer({ config: inProduction() });
  const [mina] = await crowd(server, [{ name: "mina" }]);
  for (const more of [{}, { provider: "development" }]) {
    const refused = await charge(mina, { payment_token: await paymentToken(server), ...more });
    assertEquals(codeOf(refused), "422 payment.provider_unknown");
  }
  assertEquals(await gemsOf(mina), 0);
});
