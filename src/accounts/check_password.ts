import type { Credentials } from "../../projections/credentials.ts";
import { addressKey } from "../http/limits.ts";
import type { LoginFailures } from "../http/login_failures.ts";
import { type Refusal, refuse } from "../refusals.ts";
import type { System } from "../system.ts";
import { isPassword } from "./passwords.ts";
import { canonicalName } from "./state.ts";

/** Under what failed passwords of a name are counted. */
export const failuresOfName = ({ hash }: Pick<System["secrets"], "hash">, name: string) =>
  hash(`login ${canonicalName(name)}`);

/** The credentials of someone who has a password. */
export type Known = Credentials & { password_hash: string };

/**
 * Who a password belongs to, or a refusal that does not say whether there is such a name. Failures count per name and per
 * address, at the login and wherever else a password is asked for (API.md, "Passwords").
 */
export async function checkPassword(
  { secrets, failures }: { secrets: Pick<System["secrets"], "hash">; failures: LoginFailures },
  { name, password, address }: { name: string; password: string; address: string },
  find: () => Promise<Credentials | undefined>,
): Promise<Known | Refusal> {
  const keys = [failuresOfName(secrets, name), secrets.hash(`address ${addressKey(address)}`)];
  const seconds = await failures.attempt(keys);
  if (seconds > 0) return refuse("auth.too_many_failures", { seconds });
  const holder = await find();
  const passwordHash = holder?.password_hash ?? null;
  const isRight = await isPassword(password, passwordHash);
  if (!isRight || !holder || passwordHash === null) return refuse("auth.login_failed");
  await failures.succeeded(keys);
  return { ...holder, password_hash: passwordHash };
}
