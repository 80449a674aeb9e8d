import { defineSuccesses, literal } from "../answers/successes.ts";

/** What is said when something was done. */
const sajuSuccesses = defineSuccesses({
  "profile.updated": literal("Profile updated successfully"),
});

type SajuSuccesses = typeof sajuSuccesses;

declare module "../answers/successes.ts" {
  interface Successes extends SajuSuccesses {}
}
