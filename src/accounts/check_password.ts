import { type Credentials, credentialsByEmail, credentialsByName } from "../../projections/accounts/credentials.ts";
import { load } from "../deciding/boundary.ts";
import { isRefusal, type Refusal, refuse } from "../answers/refusals.ts";
import type { System } from "../system.ts";
import type { PasswordAttempts } from "./password_attempts.ts";
import { isPassword } from "./passwords.ts";
import { account, credentialsOf, emailTag, nameTag } from "./state.ts";

/** The credentials of someone who has a password. */
export type Known = Credentials & { password_hash: string };

/**
 * The holder of a password, or a refusal that does not tell whether the name exists. Wrong passwords count the same at
 * the login and everywhere else that asks for one (API.md, "Passwords").
 *
 * @param holder the credentials of the account with that name, if there is one
 */
export async function checkPassword(
  attempts: PasswordAttempts,
  { name, password, address }: { name: string; password: string; address: string },
  holder: Credentials | undefined,
): Promise<Known | Refusal> {
  const { seconds, settle } = await attempts.begin({ name, userId: holder?.user_id, address });
  if (!settle) return refuse("auth.too_many_failures", { seconds });
  const passwordHash = holder?.password_hash ?? null;
  const isRight = await isPassword(password, passwordHash);
  await settle(isRight);
  if (!isRight || !holder || passwordHash === null) return refuse("auth.login_failed");
  return { ...holder, password_hash: passwordHash };
}

/** The asker's credentials, if the password they sent is right. Failures count like failed logins. */
export async function checkOwnPassword(
  { log, registry }: Pick<System, "log" | "registry">,
  attempts: PasswordAttempts,
  { userId, password, address }: { userId: number; password: string; address: string },
): Promise<Known | Refusal> {
  const { state } = await load(log, registry, { account: account(userId), credentials: credentialsOf(userId) });
  const name = state.account?.username ?? state.account?.email ?? "";
  const checked = await checkPassword(attempts, { name, password, address }, state.credentials);
  // not 401: the token is good
  return isRefusal(checked) && checked.refusal === "auth.login_failed" ? refuse("auth.password_wrong") : checked;
}

/** The person who logs in under a name or an e-mail address. Looks up both, so that the time taken tells nothing. */
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
