import { Algorithm, hash, verify } from "@node-rs/argon2";

/** OWASP's parameters for argon2id: 19 MiB, 2 passes, 1 lane. */
const parameters = { algorithm: 2 satisfies Algorithm, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Checked against when there is no such account, so that the time taken does not tell. */
const nobody = hash("nobody has this password", parameters);

/** The argon2id hash of a password. */
export async function hashPassword(password: string): Promise<string> {
  return await hash(password, parameters);
}

/** Whether a password is right; takes as long when there is no hash to compare with. */
export async function isPassword(password: string, passwordHash: string | null | undefined): Promise<boolean> {
  const right = await verify(passwordHash ?? await nobody, password);
  return right && typeof passwordHash === "string";
}
