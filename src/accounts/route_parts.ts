import { z } from "zod";
import { text } from "../http/fields.ts";

/** What the routes of accounts share. */

export const app = "accounts";

export const instant = z.iso.datetime();

/** A password as it is chosen (API.md, "Passwords"). */
export const newPassword = text({ min: 8, max: 200 });

export const email = z.email().max(254);
