import { z } from "zod";

/** What the routes of accounts share. */

export const app = "accounts";

/** An answer that only says that it is done. */
export const message = z.object({ message: z.string() });

export const instant = z.iso.datetime();
