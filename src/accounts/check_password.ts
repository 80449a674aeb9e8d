import { type Credentials, credentialsByEmail, credentialsByName } from "../../projections/credentials.ts";
import { load } from "../boundary.ts";
import { addressKey } from "../http/limits.ts";
import type { LoginFailures } from "../http/login_failures.ts";
import { isRefusal, type Refusal, refuse } from "../refusals.ts";
import type { System } from "../system.ts";
import { isPassword } from "./passwords.ts";
import { account, canonicalName, credentialsOf, emailTag, nameTag } from "./state.ts";

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

/** The credentials of whoever asks, if the password they sent along is theirs; failures count as those of logins do. */
export async function checkOwnPassword(
  { secrets, log, registry }: Pick<System, "secrets" | "log" | "registry">,
  failures: LoginFailures,
  { userId, password, address }: { userId: number; password: string; address: string },
): Promise<Known | Refusal> {
  const { state } = await load(log, registry, { account: account(userId), credentials: credentialsOf(userId) });
  const name = state.account?.username ?? state.account?.email ?? "";
  const find = () => Promise.resolve(state.credentials);
  const checked = await checkPassword({ secrets, failures }, { name, password, address }, find);
  // not 401: their token is good
  return isRefusal(checked) && checked.refusal === "auth.login_failed" ? refuse("auth.password_wrong") : checked;
}

/** Whoever logs in under a name or an e-mail address. Both are looked up, so that the time taken does not tell. */
export async function credentialsByLogin(
  { secrets, registry }: Pick<System, "secrets" | "registry">,
  login: string,
): Promise<Credentials | undefined> {
  const [named, addressed] = await Promise.all([
    credentialsByName(registry, secrets.hash(nameTag(login))),
    credentialsByEmail(registry, secrets.hash(emailTag(login))),
  ]);
  return named ?? addressed;
}
