import { assertEquals, assertThrows } from "@std/assert";
import { readConfig } from "../../src/start/read_config.ts";

const key = "A".repeat(43);
const jwk = { kty: "OKP", crv: "Ed25519", kid: "one", x: key, d: key };
const secrets = { INYEON_MASTER_KEYS: `a:${key}`, INYEON_TAG_KEY: key, JWT_KEYS: JSON.stringify({ keys: [jwk] }) };

Deno.test("without any variable the defaults hold", () => {
  const config = readConfig({});
  assertEquals([config.port, config.host, config.dataDir, config.env], [8000, "127.0.0.1", ".data", "development"]);
  assertEquals(config.gemPrices, { gender: 10, age: 5, radius: 5 });
  assertEquals(Object.fromEntries(config.gemProducts), { gems_100: 100, gems_550: 550, gems_1200: 1200 });
  assertEquals(config.signUpsPerAddress, { atOnce: 100, anHour: 300 });
  assertEquals(config.consents, {});
  assertEquals([config.minAge, config.showTimeSec, config.rematchCooldownSec], [19, 10, 3600]);
  assertEquals(config.recommendationsPerDay, 10);
  assertEquals([config.turnUrls, config.masterKeys, config.databaseUrl], [[], undefined, undefined]);
});

Deno.test("variables are read, an empty one as if it were absent", () => {
  const config = readConfig({
    ...secrets,
    PORT: "0",
    HOST: " ",
    GEM_PRICES: "gender=20, radius=0",
    GEM_PRODUCTS: "small=1",
    SIGNUPS_PER_ADDRESS: "5, 20",
    TERMS_VERSION: "2026-01",
    TURN_URLS: "turn:a:3478, turns:b:5349",
    TURN_SECRET: "s",
    PUBLIC_URL: "https://inyeon.example/",
    CORS_ORIGINS: "https://app.example, http://localhost:3000",
    SMTP_URL: "smtps://user:password@mail.example",
    MAIL_FROM: "Inyeon <no-reply@inyeon.example>",
    INYEON_ENV: "production",
  });
  assertEquals([config.port, config.host, config.env], [0, "127.0.0.1", "production"]);
  assertEquals(config.gemPrices, { gender: 20, age: 5, radius: 0 });
  assertEquals(Object.fromEntries(config.gemProducts), { small: 1 });
  assertEquals(config.signUpsPerAddress, { atOnce: 5, anHour: 20 });
  assertEquals(config.consents, { terms: "2026-01" });
  assertEquals(config.turnUrls, ["turn:a:3478", "turns:b:5349"]);
  assertEquals(config.publicUrl, "https://inyeon.example");
  assertEquals(config.corsOrigins, ["https://app.example", "http://localhost:3000"]);
  assertEquals(config.smtp, {
    url: "smtps://user:password@mail.example",
    from: "Inyeon <no-reply@inyeon.example>",
  });
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
  TERMS_VERSION: ["한국어", "a b", "x".repeat(41)],
  SIGNUPS_PER_ADDRESS: ["100", "0,300", "100,0", "100,300,5", "a,b", "100;300"],
  GEM_PRODUCTS: ["gems", "gems=0", "ge ms=1", "gems=x"],
  RECOMMENDATIONS_PER_DAY: ["0"],
  TURN_URLS: ["http://host", "turn:a,b"],
  STUN_URLS: ["turn:host"],
  AI_BASE_URL: ["host", "ftp://host"],
  SMTP_URL: ["mail.example", "http://user:hidden@mail.example"],
  MAIL_FROM: ["Inyeon", "a@b@c", "Inyeon <no-reply>"],
  PUBLIC_URL: ["inyeon.example"],
  METRICS_TOKEN: ["two hidden words", "토큰"],
  CORS_ORIGINS: ["app.example", "https://app.example/", "https://app.example/page", "*,https://app.example", "null"],
};
const neverShown = ["DATABASE_URL", "SMTP_URL", "INYEON_MASTER_KEYS", "INYEON_TAG_KEY", "JWT_KEYS", "METRICS_TOKEN"];

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

Deno.test("a mail server needs a sender", () => {
  assertThrows(() => readConfig({ SMTP_URL: "smtp://host" }), Error, "SMTP_URL is set, so MAIL_FROM must be set.");
});

/** A folder with a file in it, gone at the end of the scope. */
async function fileOf(content: string) {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/secret`;
  await Deno.writeTextFile(path, content);
  return { path, [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }) };
}

const secretNames = [...Object.keys(secrets), "DATABASE_URL", "TURN_SECRET", "SMTP_URL", "AI_API_KEY", "METRICS_TOKEN"];

Deno.test("every secret may stand in a file, also in production", async () => {
  await using masterKeys = await fileOf(`${secrets.INYEON_MASTER_KEYS}\n`);
  await using tagKey = await fileOf(secrets.INYEON_TAG_KEY);
  await using jwtKeys = await fileOf(JSON.stringify(JSON.parse(secrets.JWT_KEYS), null, 2));
  await using database = await fileOf("postgres://user:password@host/name\n");
  const config = readConfig({
    INYEON_ENV: "production",
    INYEON_MASTER_KEYS_FILE: masterKeys.path,
    INYEON_TAG_KEY_FILE: tagKey.path,
    JWT_KEYS_FILE: jwtKeys.path,
    DATABASE_URL_FILE: database.path,
  });
  assertEquals(config.masterKeys, [{ id: "a", key: new Uint8Array(32) }]);
  assertEquals([config.tagKey, config.jwtKeys?.[0].kid], [new Uint8Array(32), "one"]);
  assertEquals(config.databaseUrl, "postgres://user:password@host/name");
});

for (const name of secretNames) {
  Deno.test(`${name}_FILE must name a file with something good in it, and stand alone`, async () => {
    await using empty = await fileOf(" \n");
    await using file = await fileOf("hidden \0");
    const variable = `${name}_FILE`;
    const refused = (env: Record<string, string>) => assertThrows(() => readConfig(env), Error).message;
    const missing = `${file.path}.missing`;
    assertEquals(
      refused({ [variable]: missing }),
      `${variable} is "${missing}" but must name a file that can be read.`,
    );
    assertEquals(
      refused({ [variable]: empty.path }),
      `${variable} is "${empty.path}" but must name a file that is not empty.`,
    );
    assertEquals(
      refused({ [variable]: file.path, [name]: "x" }),
      `${name} and ${variable} are both set: leave one of them out.`,
    );
    if (["TURN_SECRET", "AI_API_KEY"].includes(name)) return;
    const message = refused({ [variable]: file.path });
    assertEquals([message.startsWith(`${name} must `), message.includes("hidden")], [true, false], message);
  });
}
