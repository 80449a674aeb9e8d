import { z } from "zod";
import { corsOrigins, jwtKeys, masterKeys, origin, tagKey, whole } from "./config_values.ts";
import { about, type AppConfiguration, type Rules, type Variables } from "./rules.ts";

export type { MasterKey, PrivateJwk } from "./config_values.ts";

/** What a process may do; every process serves `/healthz`, `/readyz` and `/metrics`. */
const roles = ["http", "projections", "matcher", "deadlines", "reactors", "housekeeping"] as const;

/** One thing that a process may do. */
export type Role = (typeof roles)[number];

const optional = z.string().optional();

/** Every variable of the house: its shape, its default, and the sentence that says what it takes. */
const variables = {
  PORT: about("Where it listens; `0` takes a free port and prints it", whole(0, 65_535).default(8000)),
  HOST: about("The address it listens on", z.string().default("127.0.0.1")),
  DATA_DIR: about("Embedded database, pictures, keys made for development", z.string().default(".data")),
  DATABASE_URL: about(
    "PostgreSQL 14 or newer; without it the embedded one",
    z.string().regex(/^postgres(ql)?:\/\/\S+$/, "must look like postgres://user:password@host:5432/name")
      .optional(),
  ),
  INYEON_ENV: about(
    "`production` refuses to start with development secrets or providers",
    z.enum(["development", "production"], "must be development or production").default("development"),
  ),
  INYEON_MASTER_KEYS: about(
    "Wrap the keys of personal data, `id:key,id:key`: the first wraps, all unwrap; made once in development",
    masterKeys.optional(),
  ),
  INYEON_TAG_KEY: about(
    "Hashes names and addresses in tags; never changes; made once in development",
    tagKey.optional(),
  ),
  JWT_KEYS: about("JWK set of Ed25519 keys: the first signs, all verify; made once in development", jwtKeys.optional()),
  ROLES: about(
    "What this process does",
    z.string().transform((text) => text.split(",").map((role) => role.trim())).pipe(
      z.array(z.enum(roles, `must be some of ${roles.join(",")}, with commas between`)).min(1),
    ).prefault(roles.join(",")),
  ),
  TRUSTED_PROXIES: about("How many proxies stand in front, each adding to X-Forwarded-For", whole(0, 10).default(0)),
  SMTP_URL: about(
    "Sends mail; without it development prints mails and production sends none",
    z.string().regex(/^smtps?:\/\/\S+$/, "must look like smtp://user:password@host:587 or smtps://host")
      .optional(),
  ),
  MAIL_FROM: about(
    "Who mails come from",
    z.string().regex(/^[^@<>\n]*<?[^@<>\s]+@[^@<>\s]+>?$/, "must look like Inyeon <no-reply@example.com>")
      .optional(),
  ),
  PUBLIC_URL: about(
    "Where people reach this installation: mails and pictures link to it",
    origin.transform((url) => url.replace(/\/+$/, "")).optional(),
  ),
  CORS_ORIGINS: about("Web pages elsewhere that may call, or `*`", corsOrigins.prefault("")),
  METRICS_TOKEN: about(
    "Shows `/metrics` to other machines",
    z.string().regex(/^[\x21-\x7e]+$/, "must be visible ASCII characters without blanks").optional(),
  ),
  AI_BASE_URL: about("An OpenAI-compatible server", origin.optional()),
  AI_API_KEY: about("Its key", optional),
  AI_MODEL: about("Its model", optional),
};

const secrets = [
  "INYEON_MASTER_KEYS",
  "INYEON_TAG_KEY",
  "JWT_KEYS",
  "METRICS_TOKEN",
  "AI_API_KEY",
  "DATABASE_URL",
  "SMTP_URL",
];

type HouseValues = z.output<z.ZodObject<typeof variables>>;

/** How this process runs: everything it takes from its surroundings. */
export type Config = ReturnType<typeof houseConfig> & Rules;

/** Every variable there is, those of apps included. */
export function allVariables(apps: readonly AppConfiguration[]): Variables {
  return Object.assign({}, variables, ...apps.map((app) => app.variables));
}

/**
 * Reads the configuration from the environment's variables; an empty one counts as absent. A secret `NAME` may come as
 * the content of the file that `NAME_FILE` names.
 *
 * @param apps what the apps take
 * @throws an Error of one sentence that names the first bad variable, its value (unless it is a secret) and what it takes
 */
export function readVariables(env: Record<string, string | undefined>, apps: readonly AppConfiguration[]): Config {
  const secret = new Set([...secrets, ...apps.flatMap((app) => app.secrets ?? [])]);
  const given = withSecretFiles(env, secret);
  const read = z.object(allVariables(apps)).safeParse(present(given));
  if (!read.success) throw badValue(read.error.issues[0], given, secret);
  const rules = apps.map((app) => app.read(read.data));
  // the house's own variables are among those parsed
  return Object.assign(houseConfig(read.data as HouseValues), ...rules);
}

function houseConfig(v: HouseValues) {
  if (v.INYEON_ENV === "production") {
    const missing = (["INYEON_MASTER_KEYS", "INYEON_TAG_KEY", "JWT_KEYS"] as const).filter((name) => !v[name]);
    if (missing.length > 0) throw new Error(`INYEON_ENV is production, so ${missing.join(", ")} must be set.`);
  }
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
    /** How many proxies stand in front, each adding to X-Forwarded-For: whose address counts. */
    trustedProxies: v.TRUSTED_PROXIES,
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

const { INYEON_MASTER_KEYS, INYEON_TAG_KEY, JWT_KEYS } = variables;
const secretValues = z.object({ INYEON_MASTER_KEYS, INYEON_TAG_KEY, JWT_KEYS }).required();

/** Reads the three secrets from their spelling as variables, wherever that stood. */
export function readSecretValues(values: Record<string, unknown>) {
  const read = secretValues.safeParse(values);
  if (!read.success) throw badValue(read.error.issues[0], {}, new Set());
  const { INYEON_MASTER_KEYS: masterKeys, INYEON_TAG_KEY: tagKey, JWT_KEYS: jwtKeys } = read.data;
  return { masterKeys, tagKey, jwtKeys };
}

function present(env: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => value?.trim() ? [[name, value.trim()]] : []),
  );
}

/** Every secret may stand in a file, which `NAME_FILE` names. */
function withSecretFiles(
  env: Record<string, string | undefined>,
  secret: ReadonlySet<string>,
): Record<string, string | undefined> {
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

function badValue(
  issue: z.core.$ZodIssue,
  env: Record<string, string | undefined>,
  secret: ReadonlySet<string>,
): Error {
  const name = String(issue.path[0]);
  const value = secret.has(name) || env[name] === undefined ? "" : ` is ${JSON.stringify(env[name])} but`;
  return new Error(`${name}${value} ${issue.message}.`);
}
