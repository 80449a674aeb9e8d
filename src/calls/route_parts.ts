import { z } from "zod";
import { idParam, limit } from "../http/fields.ts";

/** What the routes of this app share. */

export const app = "calls";

/** An answer that only says that it is done. */
export const message = z.object({ message: z.string() });

export const instant = z.iso.datetime();

/** Which part of a list: `limit` items older than `before`. */
export const page = { before: idParam.optional(), limit: limit({ default: 20, max: 100 }) };
