import { z } from "zod";

/** A key that wraps the keys of personal data; 32 bytes. */
export type MasterKey = { id: string; key: Uint8Array };

/** A private Ed25519 key as JWK (RFC 8037). */
export type PrivateJwk = z.infer<typeof privateJwk>;

/** A whole number between two, both included. */
export function whole(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z.string().regex(/^\d{1,9}$/, message).transform(Number).pipe(z.int().min(min, message).max(max, message));
}

/** Values between commas, each of one shape; none when empty. */
export function list(example: string, shape: RegExp) {
  return z.string().transform(split)
    .refine((values) => values.every((v) => shape.test(v)), `must be a list of ${example}, with commas between`);
}

/** The base of an HTTP service. */
export const origin = z.url({ protocol: /^https?$/, error: "must be an http or https URL" });

const corsMessage = "must be a list of origins such as https://app.example.com, with commas between, or *";

/** Origins between commas, spelled as browsers send them; or `*` alone. */
export const corsOrigins = z.string().transform(split).refine(
  (origins) => origins.join() === "*" || origins.every(isOrigin),
  corsMessage,
);

function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.parse(text)?.origin === text;
}

/** `a=1,b=2`; NaN for what is no whole number. */
export function amounts(text: string): Record<string, number> {
  return Object.fromEntries(
    split(text).map((entry) => {
      const [name, amount = ""] = entry.split("=");
      return [name.trim(), /^\s*\d+\s*$/.test(amount) ? Number(amount) : NaN];
    }),
  );
}

/** The values between commas. */
export function split(text: string): string[] {
  return text.split(",").map((value) => value.trim()).filter((value) => value !== "");
}

/** 32 bytes in base64 or base64url; undefined when it is not. */
function key32(text: string): Uint8Array | undefined {
  try {
    const base64 = text.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
    const key = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return key.length === 32 ? key : undefined;
  } catch {
    return undefined;
  }
}

/** One key of 32 bytes. */
export const tagKey = z.string().transform((text, context) => {
  const key = key32(text);
  if (key) return key;
  context.addIssue("must be 32 random bytes in base64");
  return z.NEVER;
});

/** `id:key,id:key`, each key 32 bytes. */
export const masterKeys = z.string().transform((text, context): MasterKey[] => {
  const keys = split(text).flatMap((entry) => {
    const [id, value, ...rest] = entry.split(":");
    const key = value && rest.length === 0 && /^[\w-]+$/.test(id) ? key32(value) : undefined;
    return key ? [{ id, key }] : [];
  });
  const ids = new Set(keys.map(({ id }) => id));
  if (keys.length > 0 && keys.length === split(text).length && ids.size === keys.length) return keys;
  context.addIssue("must be a list like id:key,id:key, each id once, each key 32 random bytes in base64");
  return z.NEVER;
});

const privateJwk = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  kid: z.string().min(1),
  x: z.string().min(43),
  d: z.string().min(43),
});

/** A JWK set of private Ed25519 keys, as JSON. */
export const jwtKeys = z.string().transform((text, context): PrivateJwk[] => {
  const set = z.object({ keys: z.array(privateJwk).min(1) }).safeParse(parseJson(text));
  if (set.success) return set.data.keys;
  context.addIssue('must be a JWK set {"keys":[…]} of private Ed25519 keys, each with kty, crv, kid, x and d');
  return z.NEVER;
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
