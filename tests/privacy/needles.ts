import type { Sql } from "postgres";

/** What is searched for, by what it is. */
export type Needles = Record<string, string | Uint8Array>;

const bytesOf = (needle: string | Uint8Array) => typeof needle === "string" ? new TextEncoder().encode(needle) : needle;

/** A needle as it may stand in text: as it is, in hex, and in base64 wherever in the encoded bytes it begins. */
function formsOf(needle: string | Uint8Array): string[] {
  const bytes = bytesOf(needle);
  const encoded = [0, 1, 2].map((offset) => {
    const shifted = new Uint8Array(offset + bytes.length);
    shifted.set(bytes, offset);
    // the characters at both ends depend on the bytes around
    return shifted.toBase64().slice(offset === 0 ? 0 : 4, -4);
  });
  return [...(typeof needle === "string" ? [needle.toLowerCase()] : []), bytes.toHex(), ...encoded];
}

/** Which needles stand in a text, in any form. */
export function foundIn(text: string, needles: Needles): string[] {
  const lower = text.toLowerCase();
  return Object.entries(needles).filter(([, needle]) => {
    const [first, ...others] = formsOf(needle);
    return lower.includes(first) || others.some((form) => text.includes(form) || lower.includes(form));
  }).map(([what]) => what);
}

/** Every table of a database as text, those of the read models, the log and all others: bytes as hex. */
export async function tablesAsText(sql: Sql): Promise<Record<string, string>> {
  const tables = await sql<{ name: string }[]>`
    SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`;
  const texts: Record<string, string> = {};
  for (const { name } of tables) {
    const rows = await sql<{ text: string }[]>`SELECT t::text AS text FROM ${sql(name)} t`;
    texts[name] = rows.map(({ text }) => text).join("\n");
  }
  return texts;
}

/** Every file below a folder, as text and in hex. */
export async function filesAsText(folder: string): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) Object.assign(texts, await filesAsText(path));
    else {
      const bytes = await Deno.readFile(path);
      texts[path] = `${new TextDecoder().decode(bytes)}\n${bytes.toHex()}`;
    }
  }
  return texts;
}

/** What was found where: `{}` when nothing was found anywhere. */
export function search(texts: Record<string, string>, needles: Needles): Record<string, string[]> {
  const found = Object.entries(texts).map(([where, text]) => [where, foundIn(text, needles)] as const);
  return Object.fromEntries(found.filter(([, what]) => what.length > 0));
}
