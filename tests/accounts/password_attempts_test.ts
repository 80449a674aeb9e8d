import { assert, assertEquals } from "@std/assert";
import { type Claim, passwordAttempts, passwordLimits } from "../../src/accounts/password_attempts.ts";
import { seedKnownAddresses } from "../../src/accounts/seed_known_addresses.ts";
import { loadSecrets } from "../../src/configuration/secrets.ts";
import { readConfig } from "../../src/start/read_config.ts";
import { testDatabase } from "../support/database.ts";
import { codeOf, person, send } from "../support/client.ts";
import { serverOn, testInstallation } from "../support/server.ts";
import { noHousekeeping } from "../privacy/house.ts";

const day = 24 * 3600;

/** A database and what several processes count in it. */
async function counting(processes = 1) {
  const dataDir = await Deno.makeTempDir({ prefix: "inyeon-attempts-" });
  const secrets = await loadSecrets(readConfig({ DATA_DIR: dataDir }));
  const database = await testDatabase({ max: 20 });
  const counters = Array.from({ length: processes }, () => passwordAttempts({ sql: database.sql, secrets }));
  return {
    sql: database.sql,
    counters,
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]();
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}

const mina = (address: string): Claim => ({ name: "mina", userId: 1, address });

type Counter = ReturnType<typeof passwordAttempts>;

/** How many of these get as far as having their password looked at, and found wrong, one after the other. */
async function looked(counter: Counter, claims: readonly Claim[]): Promise<number> {
  let n = 0;
  for (const claim of claims) {
    const { settle } = await counter.begin(claim);
    await settle?.(false);
    if (settle) n++;
  }
  return n;
}

async function logIn(counter: Counter, claim: Claim): Promise<void> {
  const { settle } = await counter.begin(claim);
  assert(settle, "the login was not looked at");
  await settle(true);
}

Deno.test("ten wrong passwords of one account from one address close it from there, and nothing else", async () => {
  await using db = await counting();
  const [counter] = db.counters;
  assertEquals(await looked(counter, Array(15).fill(mina("192.0.2.1"))), 10);
  const { seconds } = await counter.begin(mina("192.0.2.1"));
  assert(seconds > 290 && seconds <= 300, String(seconds));
  assertEquals(await looked(counter, [mina("192.0.2.2")]), 1);
  assertEquals(await looked(counter, [{ name: "juno", userId: 2, address: "192.0.2.1" }]), 1);
  // a name is the same however it is written, and an IPv6 network is one address
  assertEquals(await looked(counter, [{ ...mina("192.0.2.1"), name: "ＭＩＮＡ" }]), 0);
  assertEquals(await looked(counter, Array.from({ length: 12 }, (_, n) => mina(`2001:db8:1:2::${n}`))), 10);
});

Deno.test("strangers to an account get a hundred, and its person is let in from where they logged in before", async () => {
  await using db = await counting();
  const [counter] = db.counters;
  await logIn(counter, mina("198.51.100.7"));
  const strangers = Array.from({ length: 130 }, (_, n) => mina(`192.0.2.${n}`));
  assertEquals(await looked(counter, strangers), passwordLimits.fromStrangers);
  assertEquals(await looked(counter, [mina("203.0.113.1")]), 0);
  await logIn(counter, mina("198.51.100.7"));
  // a login from there gives back nothing that strangers tried
  assertEquals(await looked(counter, [mina("203.0.113.1")]), 0);
  assertEquals(await looked(counter, Array(15).fill(mina("198.51.100.7"))), 10);
});

Deno.test("an unknown name counts like any other", async () => {
  await using db = await counting();
  const [counter] = db.counters;
  const nobody = (address: string): Claim => ({ name: "nobody", userId: undefined, address });
  assertEquals(await looked(counter, Array(15).fill(nobody("192.0.2.1"))), 10);
  assertEquals(await looked(counter, Array.from({ length: 120 }, (_, n) => nobody(`198.51.100.${n}`))), 90);
});

Deno.test("an address gets 300 over all accounts", async () => {
  await using db = await counting();
  const [counter] = db.counters;
  const claims = Array.from(
    { length: 320 },
    (_, n) => ({ name: `name${n % 40}`, userId: n % 40, address: "192.0.2.1" }),
  );
  assertEquals(await looked(counter, claims), 300);
});

Deno.test("a guesser gets no more than that in parallel, over two processes, from one address or from many", async () => {
  await using db = await counting(2);
  const guess = (addressOf: (n: number) => string, name: string) =>
    Promise.all(Array.from({ length: 150 }, async (_, n) => {
      const begun = await db.counters[n % 2].begin({ ...mina(addressOf(n)), name });
      await begun.settle?.(false);
      return begun;
    }));
  const got = (begun: { seconds: number }[]) => begun.filter(({ seconds }) => seconds === 0).length;
  assertEquals(got(await guess(() => "192.0.2.1", "one")), 10);
  assertEquals(got(await guess((n) => `198.51.100.${n}`, "many")), 100);
});

Deno.test("150 right logins at once from one address are all looked at, and so are 80 of one account", async () => {
  await using db = await counting(2);
  const right = async (claim: Claim, n: number) => {
    const begun = await db.counters[n % 2].begin(claim);
    await begun.settle?.(true);
    return begun.seconds;
  };
  const everybody = Array.from({ length: 150 }, (_, n) => ({ name: `p${n}`, userId: n + 1, address: "192.0.2.1" }));
  assertEquals(new Set(await Promise.all(everybody.map(right))), new Set([0]));
  assertEquals(new Set(await Promise.all(Array(80).fill(mina("192.0.2.1")).map(right))), new Set([0]));
  const [{ left }] = await db.sql`SELECT sum(cardinality(tried_at || under_way))::integer AS left FROM login_attempts`;
  assertEquals(left, 0);
});

Deno.test("attempts wait for earlier ones in progress; one that is never settled counts", async () => {
  await using db = await counting();
  const { sql, counters: [counter] } = db;
  const under = await Promise.all(Array.from({ length: 10 }, () => counter.begin(mina("192.0.2.1"))));
  const waiting = counter.begin(mina("192.0.2.1"));
  await under[3].settle?.(true);
  const { settle } = await waiting;
  await settle?.(false);
  for (const { settle } of under.slice(4)) await settle?.(false);
  // three are still under way, and so old that nobody will tell of them
  await sql`UPDATE login_attempts SET under_way = ARRAY(SELECT t - interval '16 s' FROM unnest(under_way) AS t)`;
  const { seconds } = await counter.begin(mina("192.0.2.1"));
  assert(seconds > 270 && seconds <= 290, String(seconds));
});

Deno.test("an address is known for 90 days after the last login from there, and swept away after that", async () => {
  await using db = await counting();
  const { sql, counters: [counter] } = db;
  await logIn(counter, mina("198.51.100.7"));
  const [until] = await counter.knownUntil(1);
  assert(Math.abs(until.getTime() - Date.now() - 90 * day * 1000) < 60_000, until.toISOString());
  await sql`UPDATE known_addresses SET expires_at = now() + interval '50 days'`;
  await logIn(counter, mina("198.51.100.7"));
  assertEquals(await counter.knownUntil(1).then((known) => known.length), 1);
  assert((await counter.knownUntil(1))[0] > new Date(Date.now() + 89 * day * 1000));
  const [row] = await sql`SELECT address_hash FROM known_addresses`;
  assert(!JSON.stringify(row).includes("198.51"));

  await sql`UPDATE known_addresses SET expires_at = now() - interval '1 second'`;
  await looked(counter, Array.from({ length: 100 }, (_, n) => mina(`192.0.2.${n}`)));
  assertEquals(await looked(counter, [mina("198.51.100.7")]), 0);
  await counter.sweep();
  assertEquals(await counter.knownUntil(1), []);
});

Deno.test("addresses of people already logged in become known, once, however often the chore is interrupted", async () => {
  await using installation = await testInstallation();
  // the chore is done by hand here
  await using _ = await noHousekeeping(installation);
  await using server = await serverOn(installation);
  const { system } = server;
  const { attempts } = server.system;
  const [juno, ...others] = [await person(server, { name: "juno" }), await person(server, { name: "mina" })];
  await others[0].post("/api/auth/logout/", { refresh: others[0].refresh });
  const known = async () =>
    (await system.sql`SELECT user_id::integer AS id FROM known_addresses ORDER BY user_id`).map(
      ({ id }) => id,
    );
  assertEquals(await known(), [1, 2]);
  await system.sql`DELETE FROM known_addresses`;
  await system.sql`DELETE FROM chores_once`;

  // told of their sessions, and killed before that was noted: it is done again
  await seedKnownAddresses(system, attempts)();
  await system.sql`DELETE FROM chores_once`;
  const seed = seedKnownAddresses(system, attempts);
  await seed();
  // the one who logged out is not known
  assertEquals(await known(), [1]);
  await system.sql`DELETE FROM known_addresses`;
  await Promise.all([seed(), seedKnownAddresses(system, attempts)()]);
  assertEquals(await known(), []);
  assertEquals((await juno.get("/api/user/profile/")).status, 200);
  assertEquals(
    codeOf(await send(server, "POST", "/api/auth/login/", { username: "juno", password: "x" })),
    "401 auth.login_failed",
  );
});
