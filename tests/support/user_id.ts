import { z } from "zod";
import type { Person } from "./client.ts";

const claims = z.looseObject({ sub: z.string() });

/** Someone's user id, as their token says it. */
export function userIdOf({ access }: Pick<Person, "access">): number {
  const bytes = Uint8Array.fromBase64(access.split(".")[1], { alphabet: "base64url" });
  return Number(claims.parse(JSON.parse(new TextDecoder().decode(bytes))).sub);
}
