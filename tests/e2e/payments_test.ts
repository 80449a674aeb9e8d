import { assert, assertEquals } from "@std/assert";
import { developmentToken } from "../../src/gems/payments/development.ts";
import { readConfig } from "../../src/start/read_config.ts";
import { codeOf, crowd, gemsOf, paymentToken, type Person, send } from "../support/client.ts";
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

Deno.test("only what the provider signed as a refund is one, and a refund is not a payment", async () => {
  await using server = await testServer();
  const [mina] = await crowd(server, [{ name: "mina" }]);
  const payment_token = await paymentToken(server);
  assertEquals((await charge(mina, { payment_token })).status, 200);
  const [ours] = server.system.secrets.jwtKeys;
  const another = readConfig(inProduction()).jwtKeys?.[0];
  assert(another);
  const facts = { transactionId: "once", productId: "gems_100", kind: "refund" as const };
  const forged = await developmentToken({ ...another, kid: ours.kid }, facts);
  for (const signedPayload of [payment_token, forged, "no.token.at-all"]) {
    const told = await send(server, "POST", "/api/gem/refunds/development/", { signedPayload });
    assertEquals(codeOf(told), "422 payment.invalid");
  }
  const refund = await developmentToken(ours, facts);
  assertEquals(codeOf(await charge(mina, { payment_token: refund })), "422 payment.invalid");
  assertEquals(await gemsOf(mina), 100);
});
