import { generateKeyPairSync } from "node:crypto";
import type { TestConfig } from "./server.ts";

/** The configuration of a server in production, with secrets of its own. */
export function inProduction(): TestConfig {
  const key = "A".repeat(43);
  const jwk = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  return {
    INYEON_ENV: "production",
    INYEON_MASTER_KEYS: `a:${key}`,
    INYEON_TAG_KEY: key,
    JWT_KEYS: JSON.stringify({ keys: [{ ...jwk, kid: "one" }] }),
  };
}
