import { assertEquals, assertNotEquals } from "@std/assert";
import { importJWK, jwtVerify, SignJWT } from "jose";
import { readConfig } from "../../src/start/read_config.ts";
import { loadSecrets } from "../../src/configuration/secrets.ts";

async function dataDirectory() {
  const path = await Deno.makeTempDir();
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

Deno.test("what is missing is made once, and those that start together agree", async () => {
  await using data = await dataDirectory();
  const config = readConfig({ DATA_DIR: `${data.path}/new` });
  const many = await Promise.all(Array.from({ length: 8 }, () => loadSecrets(config)));
  const again = await loadSecrets(config);
  assertEquals(new Set([...many, again].map((s) => s.hash("a name"))).size, 1);
  assertEquals(new Set([...many, again].map((s) => s.jwtKeys[0].kid)).size, 1);

  const files = await Array.fromAsync(Deno.readDir(config.dataDir), (file) => file.name);
  assertEquals(files, ["development_secrets.json"]);
  const { mode } = await Deno.stat(`${config.dataDir}/development_secrets.json`);
  assertEquals((mode ?? 0) & 0o777, 0o600);
});

Deno.test("keys differ by purpose, and are the same for ever", async () => {
  await using data = await dataDirectory();
  const secrets = await loadSecrets(readConfig({ DATA_DIR: data.path, INYEON_TAG_KEY: "A".repeat(43) }));
  assertNotEquals(secrets.derive("cursor"), secrets.derive("idempotency"));
  assertEquals(secrets.hash("name"), "b_JSeCA42SS1T_piJYENOqAxQMn9AaQDL22cacm_3UQ");
  assertEquals(
    secrets.derive("cursor").toHex(),
    "10ddcdc94577c22d5d3ec7c4bf2213daf8835a0be04f8eb682d0800227578b9b",
  );
});

Deno.test("the keys made sign tokens that verify", async () => {
  await using data = await dataDirectory();
  const { jwtKeys: [{ d: _private, ...open }], jwtKeys: [key] } = await loadSecrets(
    readConfig({ DATA_DIR: data.path }),
  );
  const token = await new SignJWT({ sub: "7" }).setProtectedHeader({ alg: "EdDSA" }).sign(
    await importJWK(key, "EdDSA"),
  );
  const { payload } = await jwtVerify(token, await importJWK(open, "EdDSA"));
  assertEquals(payload.sub, "7");
});
