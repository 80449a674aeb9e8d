import { blocks } from "./blocks.ts";
import { suspensions } from "./suspensions.ts";

/** What must hold of every log. */
export const invariants = { blocks, suspensions };
