import { z } from "zod";
import type { HeadKey } from "./head_key.ts";

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

/** Signs a head and adds it to the file, durably; a line that was broken off half-way is taken away first. */
export async function appendHead(path: string, key: HeadKey, newHead: Head): Promise<void> {
  const line = JSON.stringify({ ...newHead, signature: key.sign(signedText(newHead)) }) + "\n";
  using file = await Deno.open(path, { read: true, append: true, create: true, mode: 0o600 });
  await file.lock(true);
  const { text, from } = await end(file);
  const whole = text.lastIndexOf("\n") + 1;
  if (whole < text.length) await file.truncate(from + whole);
  await file.write(new TextEncoder().encode(line));
  await file.sync();
}

/** The head that was signed last; undefined where there is none. */
export async function lastHead(path: string): Promise<SignedHead | undefined> {
  try {
    using file = await Deno.open(path);
    const lines = (await end(file)).text.split("\n").slice(0, -1);
    return lines.length > 0 ? signedHead.safeParse(parse(lines[lines.length - 1])).data : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** The last lines of a file, and where they begin in it. The lines are plain ASCII. */
async function end(file: Deno.FsFile): Promise<{ text: string; from: number }> {
  const { size } = await file.stat();
  const from = Math.max(0, size - 8_192);
  const bytes = new Uint8Array(size - from);
  await file.seek(from, Deno.SeekMode.Start);
  for (let read = 0; read < bytes.length;) read += await file.read(bytes.subarray(read)) ?? bytes.length;
  return { text: new TextDecoder().decode(bytes), from };
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

async function* wholeLines(path: string): AsyncGenerator<string> {
  const file = await Deno.open(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  });
  if (!file) return;
  let rest = "";
  for await (const chunk of file.readable.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
