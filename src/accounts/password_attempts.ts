import type { Sql } from "postgres";
import { asJson, type Count, countAttempts } from "../http/attempts.ts";
import { addressKey } from "../http/limits.ts";
import type { System } from "../system.ts";
import { emailTag } from "./state.ts";

/** How many wrong passwords are allowed in `windowSec` (API.md, "Passwords"). */
export const passwordLimits = {
  windowSec: 300,
  /** For one account, from one address. */
  fromThere: 10,
  /** For one account, from all addresses it never logged in from. */
  fromStrangers: 100,
  /** From one address, for all accounts: many people may share it. */
  ofAddress: 300,
};

/** How long an address stays known after the last login from it. */
export const knownDays = 90;
const knownSec = knownDays * 24 * 3600;

/** How long to wait for earlier attempts whose outcome is not known yet. */
const patienceSec = 5;

/** A login attempt: the name given, the account of that name if there is one, and the address. */
export type Claim = { name: string; userId: number | undefined; address: string };

/** The addresses an account has logged in from, and when it last did. */
export type Whereabouts = { userId: number; address: string; at: Date };

/** An attempt in progress. */
export type Attempt = {
  seconds: 0;
  /** A right password frees the attempt and makes the address known; a wrong one counts. */
  settle(isRight: boolean): Promise<void>;
};

/** Counts of wrong passwords, and the known addresses of accounts, in PostgreSQL. */
export type PasswordAttempts = {
  /**
   * Reserves an attempt before the password is checked, or returns the seconds to wait. The limits hold for any number of
   * concurrent attempts.
   */
  begin(claim: Claim): Promise<Attempt | { seconds: number; settle?: undefined }>;
  /** Adds addresses that accounts have logged in from. */
  know(from: readonly Whereabouts[]): Promise<void>;
  /** When each known address of an account expires. */
  knownUntil(userId: number): Promise<Date[]>;
  /** Deletes everything counted under these names, from any address. */
  forgetNames(names: readonly string[]): Promise<void>;
  /** Deletes the known addresses of an account. */
  forgetAddresses(userId: number): Promise<void>;
  /** Deletes expired counts and expired addresses. */
  sweep(): Promise<void>;
};

/** No account has this id. Looking it up makes an unknown name cost the same query as a known one. */
const nobody = 0;

/** Prepares counting wrong passwords. Unknown names count like known ones, so nothing tells them apart. */
export function passwordAttempts({ sql, secrets: { hash } }: Pick<System, "sql" | "secrets">): PasswordAttempts {
  const attempts = countAttempts(sql);
  const { windowSec } = passwordLimits;
  // every spelling that leads to the same account counts as one name, including spellings of a mail domain
  const nameKey = (name: string) => hash(`login ${emailTag(name)}`);
  const addressHash = (userId: number, address: string) => hash(`known address of ${userId}: ${addressKey(address)}`);

  return {
    async begin({ name, userId = nobody, address }) {
      const [ofName, ofAddress] = [nameKey(name), hash(`address ${addressKey(address)}`)];
      const counts = [
        { key: `${ofName}@${ofAddress}`, most: passwordLimits.fromThere, windowSec },
        { key: ofAddress, most: passwordLimits.ofAddress, windowSec },
      ];
      const strangers = { key: ofName, most: passwordLimits.fromStrangers, windowSec };
      const from = addressHash(userId, address);
      const reserved = await reserve(sql, { counts, strangers, userId, from });
      if (typeof reserved === "number") return { seconds: reserved };
      const keys = [...counts, ...reserved.isKnown ? [] : [strangers]].map(({ key }) => key);
      return {
        seconds: 0,
        async settle(isRight) {
          if (isRight) await sql`SELECT login_was_right(${sql.json(keys)}, ${userId}, ${from}, ${knownSec})`;
          else await attempts.failed(keys);
        },
      };
    },
    async know(from) {
      const addresses = from.map(({ userId, address, at }) => ({
        user_id: userId,
        address_hash: addressHash(userId, address),
        expires_at: new Date(at.getTime() + knownSec * 1000).toISOString(),
      }));
      await sql`SELECT know_addresses(${sql.json(addresses)})`;
    },
    async knownUntil(userId) {
      const known = await sql<{ expires_at: Date }[]>`
        SELECT expires_at FROM known_addresses WHERE user_id = ${userId} ORDER BY expires_at`;
      return known.map(({ expires_at }) => expires_at);
    },
    async forgetNames(names) {
      await sql`
        WITH locked AS (
          SELECT key FROM login_attempts
          WHERE split_part(key, '@', 1) IN (SELECT jsonb_array_elements_text(${sql.json(names.map(nameKey))}))
          ORDER BY key FOR UPDATE)
        DELETE FROM login_attempts USING locked WHERE login_attempts.key = locked.key`;
    },
    async forgetAddresses(userId) {
      await sql`DELETE FROM known_addresses WHERE user_id = ${userId}`;
    },
    async sweep() {
      await attempts.sweep();
      await sql`DELETE FROM known_addresses WHERE expires_at <= clock_timestamp()`;
    },
  };
}

/** Counts an attempt under all its limits, or returns the seconds to wait. */
async function reserve(
  sql: Sql,
  { counts, strangers, userId, from }: { counts: Count[]; strangers: Count; userId: number; from: string },
): Promise<{ isKnown: boolean } | number> {
  const giveUpAt = performance.now() + patienceSec * 1000;
  for (let pauseMs = 50;; pauseMs *= 1.5) {
    const [{ wait, may_make_room, known }] = await sql<{ wait: number; may_make_room: boolean; known: boolean }[]>`
      SELECT * FROM reserve_login(${asJson(sql, counts)}, ${asJson(sql, [strangers])}, ${userId}, ${from})`;
    if (wait === 0) return { isKnown: known };
    if (!may_make_room) return wait;
    if (performance.now() > giveUpAt) return 1;
    // jitter, so that a crowd does not come back all at once
    await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.5 + Math.random())));
  }
}
