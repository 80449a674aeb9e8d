import { z } from "zod";

/** What the routes of accounts share. */

export const app = "accounts";

export const instant = z.iso.datetime();
