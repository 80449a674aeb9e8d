import { openSession } from "../client/session.ts";
import { askConsents } from "../parts/consents.tsx";

/** Who is logged in, for every part of the page. */
export const session = openSession(askConsents);
