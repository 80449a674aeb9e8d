import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import { finished } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { Contents, KeysHeader, LogHeader } from "./format.ts";

/** A backup file being written, under another name until it is whole. */
export type BackupFile = AsyncDisposable & {
  rows(of: Contents, rows: number, text: string): Promise<void>;
  /** Writes the end. From here on the file is whole, on the disk, and still under its other name. */
  end(): Promise<void>;
  /** Gives it its name. */
  publish(): Promise<void>;
};

/** Begins a file that only we may read. At the end of the scope nothing is left of one that was not published. */
export async function writeBackupFile(path: string, header: LogHeader | KeysHeader): Promise<BackupFile> {
  const temporary = `${path}.${crypto.randomUUID()}.part`;
  const hash = createHash("sha256");
  const gzip = createGzip({ level: 1 });
  const file = createWriteStream(temporary, { flags: "wx", mode: 0o600 });
  gzip.pipe(file);
  const failed = new AbortController();
  for (const stream of [gzip, file]) stream.on("error", (error: Error) => failed.abort(error));
  const closed = finished(file).catch((error) => failed.abort(error));

  async function write(bytes: Uint8Array): Promise<void> {
    failed.signal.throwIfAborted();
    hash.update(bytes);
    if (gzip.write(bytes)) return;
    await new Promise<void>((resolve, reject) => {
      gzip.once("drain", resolve);
      failed.signal.addEventListener("abort", () => reject(failed.signal.reason), { once: true });
    });
  }
  const writeLine = (line: Record<string, unknown>) => write(new TextEncoder().encode(JSON.stringify(line) + "\n"));

  await writeLine(header);
  return {
    async rows(of, rows, text) {
      const bytes = new TextEncoder().encode(text);
      await writeLine({ of, rows, bytes: bytes.length });
      await write(bytes);
    },
    async end() {
      await writeLine({ sha256: hash.copy().digest("hex") });
      gzip.end();
      await closed;
      failed.signal.throwIfAborted();
      const written = await open(temporary, "r+");
      await written.sync().finally(() => written.close());
    },
    async publish() {
      await Deno.rename(temporary, path);
    },
    async [Symbol.asyncDispose]() {
      gzip.destroy();
      file.destroy();
      await closed;
      await Deno.remove(temporary).catch(() => {});
    },
  };
}
