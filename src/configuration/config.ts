import { roles } from "../start/roles.ts";
import { z } from "zod";
import {
  corsOrigins,
  gemPrices,
  gemProducts,
  jwtKeys,
  list,
  masterKeys,
  origin,
  signUps,
  tagKey,
  version,
  whole,
} from "./config_values.ts";

export type { GemPrices, MasterKey, PrivateJwk } from "./config_values.ts";

const optional = z.string().optional();

/** Every variable there is: its shape, its default, and the sentence that says what it takes. */
const schema = z.object({
  PORT: whole(0, 65_535).default(8000),
  HOST: z.string().default("127.0.0.1"),
  DATA_DIR: z.string().default(".data"),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\/\S+$/, "must look like postgres://user:password@host:5432/name")
    .optional(),
  INYEON_ENV: z.enum(["development", "production"], "must be development or production").default("development"),
  INYEON_MASTER_KEYS: masterKeys.optional(),
  INYEON_TAG_KEY: tagKey.optional(),
  JWT_KEYS: jwtKeys.optional(),
  MIN_AGE: whole(0, 150).default(19),
  SHOW_TIME_SEC: whole(1, 600).default(10),
  REMATCH_COOLDOWN_SEC: whole(0, 31_536_000).default(3600),
  GEM_PRICES: gemPrices.prefault(""),
  GEM_PRODUCTS: gemProducts.prefault("gems_100=100,gems_550=550,gems_1200=1200"),
  TERMS_VERSION: version.optional(),
  PRIVACY_VERSION: version.optional(),
  LOCATION_VERSION: version.optional(),
  SIGNUPS_PER_ADDRESS: signUps.prefault("100,300"),
  RECOMMENDATIONS_PER_DAY: whole(1, 1000).default(10),
  ROLES: z.string().transform((text) => text.split(",").map((role) => role.trim())).pipe(
    z.array(z.enum(roles, `must be some of ${roles.join(",")}, with commas between`)).min(1),
  ).prefault(roles.join(",")),
  TRUSTED_PROXIES: whole(0, 10).default(0),
  TURN_URLS: list("turn:host:3478 or turns:host:5349", /^turns?:\S+$/).prefault(""),
  TURN_SECRET: optional,
  STUN_URLS: list("stun:host:3478", /^stuns?:\S+$/).prefault(""),
  SMTP_URL: z.string().regex(/^smtps?:\/\/\S+$/, "must look like smtp://user:password@host:587 or smtps://host")
    .optional(),
  MAIL_FROM: z.string().regex(/^[^@<>\n]*<?[^@<>\s]+@[^@<>\s]+>?$/, "must look like Inyeon <no-reply@example.com>")
    .optional(),
  PUBLIC_URL: origin.transform((url) => url.replace(/\/+$/, "")).optional(),
  CORS_ORIGINS: corsOrigins.prefault(""),
  METRICS_TOKEN: z.string().regex(/^[\x21-\x7e]+$/, "must be visible ASCII characters without blanks").optional(),
  AI_BASE_URL: origin.optional(),
  AI_API_KEY: optional,
  AI_MODEL: optional,
});

const secret = new Set([
  "INYEON_MASTER_KEYS",
  "INYEON_TAG_KEY",
  "JWT_KEYS",
  "TURN_SECRET",
  "METRICS_TOKEN",
  "AI_API_KEY",
  "DATABASE_URL",
  "SMTP_URL",
]);

/** How this process runs: everything it takes from its surroundings. */
export type Config = ReturnType<typeof readConfig>;

/**
 * Reads the configuration from the environment's variables; an empty one counts as absent. A secret `NAME` may come as
 * the content of the file that `NAME_FILE` names.
 *
 * @throws an Error of one sentence that names the first bad variable, its value (unless it is a secret) and what it takes
 */
export function readConfig(variables: Record<string, string | undefined>) {
  const env = withSecretFiles(variables);
  const read = schema.safeParse(present(env));
  if (!read.success) throw badValue(read.error.issues[0], env);
  const v = read.data;
  if (v.INYEON_ENV === "production") {
    const missing = ["INYEON_MASTER_KEYS", "INYEON_TAG_KEY", "JWT_KEYS"].filter((name) => !env[name]?.trim());
    if (missing.length > 0) throw new Error(`INYEON_ENV is production, so ${missing.join(", ")} must be set.`);
  }
  if (v.TURN_URLS.length > 0 && !v.TURN_SECRET) throw new Error("TURN_URLS is set, so TURN_SECRET must be set.");
  if (v.SMTP_URL && !v.MAIL_FROM) throw new Error("SMTP_URL is set, so MAIL_FROM must be set.");
  if (v.AI_BASE_URL && !v.AI_MODEL) throw new Error("AI_BASE_URL is set, so AI_MODEL must be set.");
  return {
    port: v.PORT,
    host: v.HOST,
    dataDir: v.DATA_DIR,
    /** Absent: the embedded database. */
    databaseUrl: v.DATABASE_URL,
    env: v.INYEON_ENV,
    /** Absent, as the two below: made once and kept in `dataDir`; see `loadSecrets`. */
    masterKeys: v.INYEON_MASTER_KEYS,
    tagKey: v.INYEON_TAG_KEY,
    jwtKeys: v.JWT_KEYS,
    /** What this process does. */
    roles: v.ROLES,
    minAge: v.MIN_AGE,
    showTimeSec: v.SHOW_TIME_SEC,
    rematchCooldownSec: v.REMATCH_COOLDOWN_SEC,
    /** What each of a person's own conditions costs, in gems. */
    gemPrices: v.GEM_PRICES,
    /** Product id → gems. */
    gemProducts: v.GEM_PRODUCTS,
    /** Versions that people must agree to, by kind. Changing one asks everybody again. */
    consents: {
      ...(v.TERMS_VERSION ? { terms: v.TERMS_VERSION } : {}),
      ...(v.PRIVACY_VERSION ? { privacy: v.PRIVACY_VERSION } : {}),
      ...(v.LOCATION_VERSION ? { location: v.LOCATION_VERSION } : {}),
    },
    /** How many accounts may be made from one address. */
    signUpsPerAddress: v.SIGNUPS_PER_ADDRESS,
    recommendationsPerDay: v.RECOMMENDATIONS_PER_DAY,
    /** How many proxies stand in front, each adding to X-Forwarded-For: whose address counts. */
    trustedProxies: v.TRUSTED_PROXIES,
    turnUrls: v.TURN_URLS,
    turnSecret: v.TURN_SECRET,
    stunUrls: v.STUN_URLS,
    /** Absent: development prints mails, production sends none. */
    smtp: v.SMTP_URL && v.MAIL_FROM ? { url: v.SMTP_URL, from: v.MAIL_FROM } : undefined,
    /** Where people reach this installation; mails link to it. */
    publicUrl: v.PUBLIC_URL,
    /** The web pages elsewhere that may call, or `*` for all. */
    corsOrigins: v.CORS_ORIGINS,
    /** The token with which other machines may read metrics. */
    metricsToken: v.METRICS_TOKEN,
    ai: v.AI_BASE_URL && v.AI_MODEL ? { baseUrl: v.AI_BASE_URL, apiKey: v.AI_API_KEY, model: v.AI_MODEL } : undefined,
  };
}

const secretValues = schema.pick({ INYEON_MASTER_KEYS: true, INYEON_TAG_KEY: true, JWT_KEYS: true }).required();

/** Reads the three secrets from their spelling as variables, wherever that stood. */
export function readSecretValues(values: Record<string, unknown>) {
  const read = secretValues.safeParse(values);
  if (!read.success) throw badValue(read.error.issues[0], {});
  const { INYEON_MASTER_KEYS: masterKeys, INYEON_TAG_KEY: tagKey, JWT_KEYS: jwtKeys } = read.data;
  return { masterKeys, tagKey, jwtKeys };
}

function present(env: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => value?.trim() ? [[name, value.trim()]] : []),
  );
}

/** Every secret may stand in a file, which `NAME_FILE` names. */
function withSecretFiles(env: Record<string, string | undefined>): Record<string, string | undefined> {
  const found = { ...env };
  for (const name of secret) {
    const path = env[`${name}_FILE`]?.trim();
    if (!path) continue;
    if (env[name]?.trim()) throw new Error(`${name} and ${name}_FILE are both set: leave one of them out.`);
    found[name] = readSecretFile(`${name}_FILE`, path);
  }
  return found;
}

function readSecretFile(variable: string, path: string): string {
  const names = `${variable} is ${JSON.stringify(path)} but must name`;
  let text: string;
  try {
    text = Deno.readTextFileSync(path).trim();
  } catch {
    throw new Error(`${names} a file that can be read.`);
  }
  if (text === "") throw new Error(`${names} a file that is not empty.`);
  return text;
}

function badValue(issue: z.core.$ZodIssue, env: Record<string, string | undefined>): Error {
  const name = String(issue.path[0]);
  const value = secret.has(name) || env[name] === undefined ? "" : ` is ${JSON.stringify(env[name])} but`;
  return new Error(`${name}${value} ${issue.message}.`);
}
