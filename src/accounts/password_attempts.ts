import { asJson, countAttempts } from "../http/attempts.ts";
import { addressKey } from "../http/limits.ts";
import type { System } from "../system.ts";
import { emailTag } from "./state.ts";

/** How many wrong passwords there may be in `windowSec` (API.md, "Passwords"). */
export const passwordLimits = {
  windowSec: 300,
  /** Of one account from one address. */
  fromThere: 10,
  /** Of one account from all addresses on which it never logged in. */
  fromStrangers: 100,
  /** From one address over all accounts: many people may stand behind one. */
  ofAddress: 300,
};

/** An address is known for so long after the last login from there. */
export const knownDays = 90;
const knownSec = knownDays * 24 * 3600;

/** How long someone waits for others of whom it is not known yet whether their passwords are right. */
const patienceSec = 5;

/** Who gives a password: the name they give with it, the account of that name if there is one, and from where. */
export type Claim = { name: string; userId: number | undefined; address: string };

/** Where an account has logged in from, and when it last did. */
export type Whereabouts = { userId: number; address: string; at: Date };

/** An attempt under way. */
export type Attempt = {
  seconds: 0;
  /** A right password gives the attempt back and makes the address known; a wrong one counts. */
  settle(isRight: boolean): Promise<void>;
};

/** Wrong passwords, counted in PostgreSQL, and the addresses that accounts are known from. */
export type PasswordAttempts = {
  /**
   * Reserves an attempt before the password is looked at, or says how many seconds to wait. However many come at once, no
   * more than the limits get through.
   */
  begin(claim: Claim): Promise<Attempt | { seconds: number; settle?: undefined }>;
  /** Makes addresses known from which accounts logged in before. */
  know(from: readonly Whereabouts[]): Promise<void>;
  /** Until when each address is known from which an account logged in. */
  knownUntil(userId: number): Promise<Date[]>;
  /** Deletes what is counted under names, with whatever address. */
  forgetNames(names: readonly string[]): Promise<void>;
  /** Deletes the addresses that an account is known from. */
  forgetAddresses(userId: number): Promise<void>;
  /** Deletes what no longer counts and which addresses are no longer known. */
  sweep(): Promise<void>;
};

/** No account has this id: someone unknown costs the same look at the known addresses. */
const nobody = 0;

/** Opens the counting of wrong passwords. An unknown name counts like any other, so that nothing tells that it is one. */
export function passwordAttempts({ sql, secrets: { hash } }: Pick<System, "sql" | "secrets">): PasswordAttempts {
  const attempts = countAttempts(sql);
  const { windowSec } = passwordLimits;
  // what leads to the same account counts as one name: the spellings of a name, and those of an address's domain
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
      const giveUpAt = performance.now() + patienceSec * 1000;
      for (let pauseMs = 50;; pauseMs *= 1.5) {
        const [{ wait, may_make_room, known }] = await sql<{ wait: number; may_make_room: boolean; known: boolean }[]>`
          SELECT * FROM reserve_login(${asJson(sql, counts)}, ${asJson(sql, [strangers])}, ${userId}, ${from})`;
        if (wait === 0) {
          const keys = [...counts, ...known ? [] : [strangers]].map(({ key }) => key);
          const settle = async (isRight: boolean) => {
            if (isRight) await sql`SELECT login_was_right(${sql.json(keys)}, ${userId}, ${from}, ${knownSec})`;
            else await attempts.failed(keys);
          };
          return { seconds: 0, settle };
        }
        if (!may_make_room) return { seconds: wait };
        if (performance.now() > giveUpAt) return { seconds: 1 };
        // some later than others, so that a crowd does not come back as one
        await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.5 + Math.random())));
      }
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
