import { Algorithm, hash, verify } from "@node-rs/argon2";

/** OWASP's parameters for argon2id: 19 MiB, 2 passes, 1 lane. */
const parameters = { algorithm: 2 satisfies Algorithm, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Checked against when there is no such account, so that the time taken does not tell. */
const nobody = hash("nobody has this password", parameters);

/** The argon2id hash of a password, over its NFC form: a Mac types Hangul in NFD, a phone in NFC. */
export async function hashPassword(password: string): Promise<string> {
  return await hash(password.normalize("NFC"), parameters);
}

/**
 * Whether a password is right. Older hashes are over whatever form the keyboard produced, so each Unicode form is tried.
 * All of them always are, even without a hash, so that the time taken tells nothing.
 *
 * @param verified compares one form with a hash
 */
export async function isPassword(
  password: string,
  passwordHash: string | null | undefined,
  verified: (passwordHash: string, form: string) => Promise<boolean> = verify,
): Promise<boolean> {
  const compared = passwordHash ?? await nobody;
  const forms = new Set([password.normalize("NFC"), password.normalize("NFD"), password]);
  const right = await Promise.all([...forms].map((form) => verified(compared, form)));
  return right.includes(true) && typeof passwordHash === "string";
}
