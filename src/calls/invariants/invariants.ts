import { calls } from "./calls.ts";
import { cooldown } from "./cooldown.ts";
import { matches } from "./matches.ts";
import { people } from "./people.ts";
import { ratings } from "./ratings.ts";

/** What must hold of every log. */
export const invariants = { people, cooldown, matches, calls, ratings };
