import type { Meta } from "../../events/event.ts";
import type { EncodedEvent } from "./codec.ts";

/**
 * An event as `append` takes it: JSON without its opening brace, for the number of its command goes before.
 *
 * @throws where it holds text that PostgreSQL's jsonb does not
 */
export function asRow({ type, version, tags, data }: EncodedEvent, meta: Meta): string {
  const text = JSON.stringify({ type, version, tags, data, meta });
  if (text.includes("\\u") && unstorable.test(text)) {
    throw new Error(`${type} holds text that cannot be stored: U+0000 or half of a surrogate pair.`);
  }
  return text.slice(1);
}

/**
 * Escapes as JSON.stringify writes them: whole surrogate pairs it leaves as they are, so any surrogate is half a pair.
 * An even number of backslashes before is text that somebody wrote.
 */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;
