import { z } from "zod";
import { idParam, limit } from "../http/fields.ts";

/** What the routes of this app share. */

export const app = "calls";

export const instant = z.iso.datetime();

/** Which part of a list: `limit` items older than `before`. */
export const page = { before: idParam.optional(), limit: limit({ default: 20, max: 100 }) };
