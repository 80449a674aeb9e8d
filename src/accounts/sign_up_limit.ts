import { countAttempts } from "../http/attempts.ts";
import { addressKey } from "../http/limits.ts";
import { isRefusal, type Refusal, refuse } from "../answers/refusals.ts";
import type { System } from "../system.ts";

/** "At once" means within this. After a crowd, the next person waits at most this long. */
const atOnceSec = 60;

/** Makes an account for someone at an address, or refuses if too many were made from there. */
export type SignUpLimit = <A>(address: string, make: () => Promise<A | Refusal>) => Promise<A | Refusal>;

/**
 * Limits how many accounts are made from one address, counted in PostgreSQL. Sign-ups in progress count. A refused one is
 * given back, so a crowd that mistypes locks nobody out. One that throws may have succeeded, so it counts.
 */
export function signUpLimit({ sql, secrets, config: { signUpsPerAddress } }: System): SignUpLimit {
  const attempts = countAttempts(sql);
  const { atOnce, anHour } = signUpsPerAddress;
  return async (address, make) => {
    const from = addressKey(address);
    const counts = [
      { key: secrets.hash(`sign-ups at once from ${from}`), most: atOnce, windowSec: atOnceSec },
      { key: secrets.hash(`sign-ups from ${from}`), most: anHour, windowSec: 3600 },
    ];
    const seconds = await attempts.reserve(counts);
    if (seconds > 0) return refuse("account.too_many_sign_ups", { seconds });
    const made = await make();
    if (isRefusal(made)) await attempts.giveBack(counts.map(({ key }) => key));
    return made;
  };
}
