import { assert, assertEquals } from "@std/assert";
import { developmentToken } from "../../src/gems/payments/development.ts";
import { codeOf, crowd, gemsOf, paymentToken, type Person, send } from "../support/client.ts";
import { type TestServer, testServer } from "../support/server.ts";
import { assertSound, eventsOf } from "../support/sound.ts";

const tellRefund = async (server: TestServer, transactionId: string, door: { url: string } = server) => {
  const signedPayload = await developmentToken(server.system.secrets.jwtKeys[0], {
    transactionId,
    productId: "gems_100",
    kind: "refund",
  });
  return await send(door, "POST", "/api/gem/refunds/development/", { signedPayload });
};
const charge = async (someone: Person, server: TestServer, transactionId: string, productId = "gems_100") =>
  await someone.post("/api/gem/charge/", { payment_token: await paymentToken(server, productId, transactionId) });

Deno.test("a refund before its charge is kept: nobody is credited for the payment", async () => {
  await using server = await testServer();
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  const told = { status: 200, body: { message: "환불이 반영되었습니다." } };
  for (let n = 0; n < 2; n++) {
    const { status, body } = await tellRefund(server, "early");
    assertEquals({ status, body }, told);
  }
  assertEquals((await eventsOf(server.system, "PaymentRevoked")).length, 1);
  for (const someone of [mina, jun]) {
    assertEquals(codeOf(await charge(someone, server, "early")), "409 payment.revoked");
    assertEquals(await gemsOf(someone), 0);
  }
  // told late, as ever; and once more
  assertEquals((await charge(mina, server, "late")).status, 200);
  for (let n = 0; n < 2; n++) assertEquals((await tellRefund(server, "late")).status, 200);
  assertEquals(codeOf(await charge(mina, server, "late")), "409 payment.revoked");
  assertEquals(codeOf(await charge(jun, server, "late")), "409 payment.of_another");
  assertEquals(await gemsOf(mina), 0);
  const { body } = await mina.get("/api/users/me/export");
  assert(!JSON.stringify(body).includes("PaymentRevoked"), "an export tells of a payment that is nobody's");
  await assertSound(server.system);
});

Deno.test("a charge and its refund at the same moment, 200 times on two servers, leave no gems", async () => {
  await using server = await testServer();
  await using other = await server.another();
  const [mina, jun] = await crowd(server, [{ name: "mina" }, { name: "jun" }]);
  const doors = [server, other];
  let refused = 0;
  for (let round = 0; round < 200; round += 20) {
    await Promise.all(Array.from({ length: 20 }, async (_, k) => {
      const n = round + k;
      const someone = n % 3 ? mina : jun;
      const [charged, refunded] = await Promise.all([
        charge(someone.at(doors[n % 2]), server, `crossing ${n}`),
        tellRefund(server, `crossing ${n}`, doors[(n + 1) % 2]),
      ]);
      assertEquals(refunded.status, 200);
      if (charged.status !== 200) {
        assertEquals(codeOf(charged), "409 payment.revoked");
        refused++;
      }
    }));
  }
  for (const someone of [mina, jun]) assertEquals(await gemsOf(someone), 0);
  const foretold = (await eventsOf(server.system, "PaymentRevoked")).length;
  const taken = (await eventsOf(server.system, "GemsRevoked")).length;
  assertEquals([foretold, taken], [refused, 200 - refused]);
  await assertSound(server.system);
});

Deno.test("a product named like what every object has is 422, not 500", async () => {
  await using server = await testServer();
  const [mina] = await crowd(server, [{ name: "mina" }]);
  for (const product of ["constructor", "toString", "__proto__", "hasOwnProperty"]) {
    assertEquals(codeOf(await charge(mina, server, `of ${product}`, product)), "422 payment.invalid");
  }
});

Deno.test("everybody has a row in gem_balances from sign-up on", async () => {
  await using server = await testServer();
  await crowd(server, [{ name: "mina" }]);
  const answer = await send(server, "POST", "/api/users/register", {
    ...{ email: "sora@example.com", password: "correct horse battery", name: "소라" },
    ...{ birth_date: "1992-07-08", gender: "female" },
  });
  assertEquals(answer.status, 201);
  const rows = await server.system.sql`
    SELECT count(*)::integer AS people, count(b.user_id)::integer AS balances, sum(b.balance)::integer AS gems
    FROM users u LEFT JOIN gem_balances b ON b.user_id = u.id`;
  assertEquals([...rows], [{ people: 2, balances: 2, gems: 0 }]);
  await assertSound(server.system);
});
