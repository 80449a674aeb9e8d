import type { Meta } from "../../events/event.ts";
import type { EncodedEvent } from "./codec.ts";

/** An event as `append` takes it: the text of its columns. */
export type Row = { type: string; version: string; tags: string; data: string; meta: string };

/** What goes to `append`: a text for each column, the rows' values joined by a character that none of them holds. */
export function asColumns(rows: readonly Row[]): Record<keyof Row, string> {
  const column = (name: keyof Row) => rows.map((row) => row[name]).join(separator);
  return {
    type: column("type"),
    version: column("version"),
    tags: column("tags"),
    data: column("data"),
    meta: column("meta"),
  };
}

/** @throws where the event holds text that PostgreSQL does not */
export function asRow({ type, version, tags, data }: EncodedEvent, meta: Meta): Row {
  const [dataText, metaText] = [JSON.stringify(data), JSON.stringify(meta)];
  if (isUnstorableJson(dataText) || isUnstorableJson(metaText)) {
    throw new Error(`${type} holds text that cannot be stored: U+0000 or half of a surrogate pair.`);
  }
  const name = [type, ...tags].find((name) => separating.test(name) || !name.isWellFormed());
  if (name !== undefined) {
    throw new Error(`${JSON.stringify(name)} cannot be stored as a type or tag: leave out control characters.`);
  }
  return { type, version: String(version), tags: `{${tags.map(element).join()}}`, data: dataText, meta: metaText };
}

/** JSON escapes it, so it can stand between texts of JSON. */
const separator = "\x1f";
/** The hash chain too is over texts that these separate. */
// deno-lint-ignore no-control-regex
const separating = /[\0\x1e\x1f]/;

/** Text as an element of an array's text form (PostgreSQL, "Array Input and Output Syntax"). */
function element(text: string): string {
  return `"${/["\\]/.test(text) ? text.replace(/["\\]/g, "\\$&") : text}"`;
}

function isUnstorableJson(json: string): boolean {
  return json.includes("\\u") && unstorableEscape.test(json);
}

/**
 * Escapes as JSON.stringify writes them: whole surrogate pairs it leaves as they are, so any surrogate is half a pair.
 * An even number of backslashes before is text that somebody wrote.
 */
const unstorableEscape = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;
