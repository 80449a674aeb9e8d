import { assertEquals, assertThrows } from "@std/assert";
import { readConfig } from "../src/config.ts";

const key = "A".repeat(43);
const jwk = { kty: "OKP", crv: "Ed25519", kid: "one", x: key, d: key };
const secrets = { INYEON_MASTER_KEYS: `a:${key}`, INYEON_TAG_KEY: key, JWT_KEYS: JSON.stringify({ keys: [jwk] }) };

Deno.test("without any variable the defaults hold", () => {
  const config = readConfig({});
  assertEquals([config.port, config.host, config.dataDir, config.env], [8000, "127.0.0.1", ".data", "development"]);
  assertEquals(config.gemPrices, { gender: 10, age: 5, radius: 5 });
  assertEquals(config.gemProducts, { gems_100: 100, gems_550: 550, gems_1200: 1200 });
  assertEquals([config.minAge, config.showTimeSec, config.rematchCooldownSec], [19, 10, 3600]);
  assertEquals([config.turnUrls, config.masterKeys, config.databaseUrl], [[], undefined, undefined]);
});

Deno.test("variables are read, an empty one as if it were absent", () => {
  const config = readConfig({
    ...secrets,
    PORT: "0",
    HOST: " ",
    GEM_PRICES: "gender=20, radius=0",
    GEM_PRODUCTS: "small=1",
    TURN_URLS: "turn:a:3478, turns:b:5349",
    TURN_SECRET: "s",
    INYEON_ENV: "production",
  });
  assertEquals([config.port, config.host, config.env], [0, "127.0.0.1", "production"]);
  assertEquals(config.gemPrices, { gender: 20, age: 5, radius: 0 });
  assertEquals(config.gemProducts, { small: 1 });
  assertEquals(config.turnUrls, ["turn:a:3478", "turns:b:5349"]);
  assertEquals(config.masterKeys, [{ id: "a", key: new Uint8Array(32) }]);
  assertEquals(config.tagKey, new Uint8Array(32));
  assertEquals(config.jwtKeys, [{ ...jwk, kty: "OKP", crv: "Ed25519" }]);
});

const bad: Record<string, string[]> = {
  PORT: ["x", "-1", "65536", "1.5", "1e3"],
  DATABASE_URL: ["mysql://user:hidden@host/db"],
  INYEON_ENV: ["prod", "Production"],
  INYEON_MASTER_KEYS: ["hidden", `a:hidden`, `a:${key},a:${key}`, `a:${key},hidden`],
  INYEON_TAG_KEY: ["hidden", `${key}AA`],
  JWT_KEYS: ["hidden", "{}", '{"keys":[]}', JSON.stringify({ keys: [{ ...jwk, d: undefined, x: "hidden" }] })],
  MIN_AGE: ["-1", "nineteen"],
  SHOW_TIME_SEC: ["0", "10s"],
  REMATCH_COOLDOWN_SEC: ["-5"],
  GEM_PRICES: ["gender", "gender=-1", "gender=1.5", "height=3"],
  GEM_PRODUCTS: ["gems", "gems=0", "ge ms=1", "gems=x"],
  RECOMMENDATIONS_PER_DAY: ["0"],
  TURN_URLS: ["http://host", "turn:a,b"],
  STUN_URLS: ["turn:host"],
  AI_BASE_URL: ["host", "ftp://host"],
};
const neverShown = ["DATABASE_URL", "INYEON_MASTER_KEYS", "INYEON_TAG_KEY", "JWT_KEYS"];

for (const [name, values] of Object.entries(bad)) {
  Deno.test(`a bad ${name} is named`, () => {
    for (const value of values) {
      const { message } = assertThrows(() => readConfig({ ...secrets, [name]: value }), Error);
      assertEquals(message.startsWith(`${name} `) && message.includes(" must "), true, message);
      assertEquals(message.includes(JSON.stringify(value)), !neverShown.includes(name), message);
      assertEquals(message.includes("hidden"), false, message);
      assertEquals(message.split("\n").length, 1, message);
    }
  });
}

for (const name of Object.keys(secrets)) {
  Deno.test(`production does not start without ${name}`, () => {
    const env = { ...secrets, INYEON_ENV: "production", [name]: "" };
    assertThrows(() => readConfig(env), Error, `INYEON_ENV is production, so ${name} must be set.`);
  });
}
