import { type Kept, sealed, shared } from "../app/keeping.ts";

/** What blind dates keep of people. */
export const retention: readonly Kept[] = [
  sealed("Name, birth and its pillars, place, job, bio and whom they want in blind dates"),
  shared("Who was shown and asked whom, what they answered, and when"),
];
