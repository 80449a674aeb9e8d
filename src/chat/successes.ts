import { defineSuccesses } from "../answers/successes.ts";

/** What is said when something was done. */
const chatSuccesses = defineSuccesses({
  "chat.left": { ko: "대화에서 나갔습니다.", en: "You left the chat." },
});

type ChatSuccesses = typeof chatSuccesses;

declare module "../answers/successes.ts" {
  interface Successes extends ChatSuccesses {}
}
