import type { Problem } from "../client/problem.ts";

/** The fields that refusals are about which name none; a form shows a problem beside the first that it has. */
const fields: Record<string, readonly string[]> = {
  "account.email_taken": ["email"],
  "account.too_young": ["age", "birth_date"],
  "account.username_taken": ["username"],
  "image.invalid": ["profile_image", "picture"],
  "payment.invalid": ["payment_token"],
  "payment.of_another": ["payment_token"],
  "payment.revoked": ["payment_token"],
  // only a picture is large enough
  "request.too_large": ["profile_image", "picture"],
};

/** What a problem says of the fields that are shown, by field, and whether that is all it says. */
export function besideFields({ code, detail, errors = [] }: Problem, shown: ReadonlySet<string>) {
  const named = errors.filter(({ path }) => shown.has(path));
  if (errors.length > 0) {
    const beside = Object.fromEntries(named.map(({ path, message }) => [path, message]));
    return { beside, isAll: named.length === errors.length };
  }
  const field = (fields[code] ?? []).find((one) => shown.has(one));
  return field === undefined ? { beside: {}, isAll: false } : { beside: { [field]: detail }, isAll: true };
}
