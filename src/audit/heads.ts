import { z } from "zod";
import type { HeadKey } from "./head_key.ts";
import { appendLines, lastLine, wholeLines } from "./lines_file.ts";

const head = z.object({
  /** The log's id. */
  log: z.uuid(),
  /** The last position of a batch, and that batch's hash in hex. */
  position: z.int().min(0),
  hash: z.hex(),
  at: z.iso.datetime(),
  /** Set where a log begins as a copy: the id of the log that it goes on from, after `position`. */
  from: z.uuid().optional(),
});
const signedHead = head.extend({ signature: z.string() });

/** Where a log stood at some time. */
export type Head = z.infer<typeof head>;

/** A head as it stands in the file. */
export type SignedHead = z.infer<typeof signedHead>;

/** A line of the file: a head that we signed, or none, with the reason. */
export type HeadLine = { line: number; head: SignedHead } | { line: number; problem: string };

/** The file of signed heads of a data directory: outside the database, so that who rewrites that cannot rewrite this. */
export function headsFile(dataDir: string): string {
  return `${dataDir}/heads.jsonl`;
}

function signedText({ log, position, hash, at, from }: Head): string {
  return JSON.stringify(["inyeon head 1", log, position, hash, at, from ?? null]);
}

/** Signs a head and adds it to the file, durably. */
export async function appendHead(path: string, key: HeadKey, newHead: Head): Promise<void> {
  await appendLines(path, [JSON.stringify({ ...newHead, signature: key.sign(signedText(newHead)) })]);
}

/** The last signed head, if any. */
export async function lastHead(path: string): Promise<SignedHead | undefined> {
  return signedHead.safeParse(parse(await lastLine(path) ?? "")).data;
}

/** Every line of the file, first to last; none where there is no file. One that is still being written is left out. */
export async function* readHeads(path: string, key: HeadKey): AsyncGenerator<HeadLine> {
  let line = 0;
  for await (const text of wholeLines(path)) {
    line++;
    const read = signedHead.safeParse(parse(text));
    if (!read.success) yield { line, problem: "is no signed head" };
    else if (!key.isSigned(signedText(read.data), read.data.signature)) yield { line, problem: "is not signed by us" };
    else yield { line, head: read.data };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
