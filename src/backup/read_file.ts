import { createHash } from "node:crypto";
import type { z } from "zod";
import { type Contents, endLine, formatVersion, sectionLine } from "./format.ts";

/** Some rows of a backup file, all of one kind. */
export type Section = { of: Contents; rows: number; bytes: Uint8Array<ArrayBuffer> };

/** A file that is no whole backup, or not the one that is wanted; the message says why. */
export class UnfitBackup extends Error {
  override name = "UnfitBackup";
}

/** A backup file being read. */
export type BackupReader<H> = AsyncDisposable & {
  header: H;
  /** The sections in order; throws `UnfitBackup` at the end when anything was not as it was written. */
  sections(): AsyncGenerator<Section>;
};

const headerBytesAtMost = 100_000;
const sectionBytesAtMost = 1_000_000_000;

/**
 * Opens a backup file whose header has this shape.
 *
 * @param progress told how many bytes of the file were read, each time some were
 * @throws UnfitBackup
 */
export async function readBackupFile<H>(
  path: string,
  shape: z.ZodType<H>,
  progress: (bytes: number) => void = () => {},
): Promise<BackupReader<H>> {
  const file = await Deno.open(path).catch((error) => {
    throw new UnfitBackup(`${path} cannot be read: ${error instanceof Error ? error.message : error}`);
  });
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      progress(chunk.length);
      controller.enqueue(chunk);
    },
  });
  const chunks = file.readable.pipeThrough(counted).pipeThrough(new DecompressionStream("gzip")).getReader();
  const input = bufferedInput(path, chunks);
  const hash = createHash("sha256");

  async function line(bytesAtMost: number): Promise<string> {
    const bytes = await input.line(bytesAtMost);
    hash.update(bytes);
    return new TextDecoder().decode(bytes);
  }

  try {
    const header = parsed(shape, await line(headerBytesAtMost));
    if (!header) {
      throw new UnfitBackup(`${path} is no backup of the kind wanted here, or not of format ${formatVersion}.`);
    }
    return {
      header,
      async *sections() {
        for (;;) {
          const before = hash.copy().digest("hex");
          const text = await line(headerBytesAtMost);
          const section = parsed(sectionLine, text);
          if (section && section.bytes <= sectionBytesAtMost) {
            const bytes = await input.take(section.bytes);
            hash.update(bytes);
            yield { ...section, bytes };
            continue;
          }
          if (parsed(endLine, text)?.sha256 !== before) {
            throw new UnfitBackup(`${path} is damaged: its checksum differs.`);
          }
          return await input.nothingMore();
        }
      },
      async [Symbol.asyncDispose]() {
        await chunks.cancel().catch(() => {});
      },
    };
  } catch (error) {
    await chunks.cancel().catch(() => {});
    throw error;
  }
}

function parsed<T>(shape: z.ZodType<T>, text: string): T | undefined {
  try {
    return shape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const newline = 10;

/** Lines and runs of bytes out of a stream of chunks. */
function bufferedInput(path: string, chunks: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>) {
  let rest = new Uint8Array(0);

  async function more(): Promise<boolean> {
    try {
      const { value, done } = await chunks.read();
      if (value) rest = value;
      return !done;
    } catch (error) {
      throw new UnfitBackup(`${path} is damaged or cut off: ${error instanceof Error ? error.message : error}`);
    }
  }

  /** Takes bytes up to `until` finds its end in a chunk (the number of bytes to take from it, or none). */
  async function gather(until: (chunk: Uint8Array, taken: number) => number | undefined, bytesAtMost: number) {
    const parts: Uint8Array[] = [];
    let taken = 0;
    for (;;) {
      const length = until(rest, taken);
      const part = rest.subarray(0, length ?? rest.length);
      parts.push(part);
      taken += part.length;
      rest = rest.subarray(part.length);
      if (length !== undefined) break;
      if (taken > bytesAtMost) throw new UnfitBackup(`${path} is damaged: a line in it does not end.`);
      if (!await more()) throw new UnfitBackup(`${path} is cut off.`);
    }
    const whole = new Uint8Array(taken);
    let at = 0;
    for (const part of parts) whole.set(part, at), at += part.length;
    return whole;
  }

  return {
    line: (bytesAtMost: number) =>
      gather((chunk) => {
        const at = chunk.indexOf(newline);
        return at < 0 ? undefined : at + 1;
      }, bytesAtMost),
    take: (bytes: number) => gather((chunk, taken) => taken + chunk.length >= bytes ? bytes - taken : undefined, bytes),
    async nothingMore() {
      if (rest.length > 0 || await more()) throw new UnfitBackup(`${path} is damaged: more stands behind its end.`);
    },
  };
}
