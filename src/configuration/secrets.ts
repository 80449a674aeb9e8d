import { createHmac, generateKeyPairSync, hkdfSync, randomBytes } from "node:crypto";
import { calculateJwkThumbprint } from "jose";
import { type Config, type MasterKey, type PrivateJwk, readSecretValues } from "./config.ts";

/** The keys of an installation. */
export type Secrets = {
  /** Wrap the keys of personal data: the first wraps, all unwrap. */
  masterKeys: MasterKey[];
  /** 32 bytes; never changes in the life of a log. */
  tagKey: Uint8Array;
  /** Private Ed25519 keys: the first signs, all verify. */
  jwtKeys: PrivateJwk[];
  /** A key of 32 bytes for one purpose, from the tag key (HKDF-SHA256, RFC 5869): the same for ever. */
  derive(purpose: string): Uint8Array;
  /** The keyed hash of a name or address for use in tags: HMAC-SHA256, base64url. The text is taken as it is. */
  hash(text: string): string;
};

/** Name of the file in `DATA_DIR` that keeps what was made in development. */
const fileName = "development_secrets.json";

/**
 * The secrets that the configuration gives. What it does not give is made once and kept in `DATA_DIR`, for development:
 * in production the configuration has refused to go on without.
 */
export async function loadSecrets(config: Config): Promise<Secrets> {
  let { masterKeys, tagKey, jwtKeys } = config;
  if (!masterKeys || !tagKey || !jwtKeys) {
    if (config.env === "production") throw new Error("Production takes its secrets from the environment only.");
    const kept = readSecretValues(await keptIn(config.dataDir));
    masterKeys ??= kept.masterKeys;
    tagKey ??= kept.tagKey;
    jwtKeys ??= kept.jwtKeys;
  }
  return secretsOf(masterKeys, tagKey, jwtKeys);
}

function secretsOf(masterKeys: MasterKey[], tagKey: Uint8Array, jwtKeys: PrivateJwk[]): Secrets {
  return {
    masterKeys,
    tagKey,
    jwtKeys,
    derive: (purpose) => new Uint8Array(hkdfSync("sha256", tagKey, new Uint8Array(), purpose, 32)),
    hash: (text) => createHmac("sha256", tagKey).update(text).digest("base64url"),
  };
}

/** The development secrets, spelled as their variables are. Processes that start at once agree on one set. */
async function keptIn(dataDir: string): Promise<Record<string, unknown>> {
  const path = `${dataDir}/${fileName}`;
  const found = await readIfThere(path);
  if (found !== undefined) return JSON.parse(found);

  await Deno.mkdir(dataDir, { recursive: true });
  const temporary = `${path}.${crypto.randomUUID()}`;
  try {
    await writeDurably(temporary, JSON.stringify(await makeSecrets(), null, 2) + "\n");
    // a link, unlike a rename, fails where the name exists; and what it names is whole
    await Deno.link(temporary, path);
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  } finally {
    await Deno.remove(temporary);
  }
  return JSON.parse(await Deno.readTextFile(path));
}

async function writeDurably(path: string, text: string): Promise<void> {
  await Deno.writeTextFile(path, text, { createNew: true, mode: 0o600 });
  using file = await Deno.open(path, { read: true, write: true });
  await file.sync();
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function makeSecrets(): Promise<Record<string, string>> {
  const jwk = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const kid = await calculateJwkThumbprint({ kty: jwk.kty, crv: jwk.crv, x: jwk.x });
  return {
    INYEON_MASTER_KEYS: `development:${randomBytes(32).toString("base64url")}`,
    INYEON_TAG_KEY: randomBytes(32).toString("base64url"),
    JWT_KEYS: JSON.stringify({ keys: [{ ...jwk, kid }] }),
  };
}
