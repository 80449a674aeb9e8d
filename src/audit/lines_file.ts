/** Files of lines in plain ASCII that only grow, and that somebody may be adding to. */

const endBytes = 8_192;

/** Adds whole lines to a file, durably; one that was broken off half-way is taken away first. */
export async function appendLines(path: string, lines: readonly string[]): Promise<void> {
  using file = await Deno.open(path, { read: true, append: true, create: true, mode: 0o600 });
  await file.lock(true);
  const { text, from } = await end(file);
  const whole = text.lastIndexOf("\n") + 1;
  if (whole < text.length) await file.truncate(from + whole);
  const bytes = new TextEncoder().encode(lines.map((line) => line + "\n").join(""));
  for (let written = 0; written < bytes.length;) written += await file.write(bytes.subarray(written));
  await file.sync();
}

/** The last complete line, if any. */
export async function lastLine(path: string): Promise<string | undefined> {
  using file = await openIfThere(path);
  return file && (await end(file)).text.split("\n").at(-2);
}

/** Every whole line, first to last; none where there is no file. */
export async function* wholeLines(path: string): AsyncGenerator<string> {
  const file = await openIfThere(path);
  if (!file) return;
  let rest = "";
  for await (const chunk of file.readable.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

async function openIfThere(path: string): Promise<Deno.FsFile | undefined> {
  try {
    return await Deno.open(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** The last lines of a file, and where they begin in it. */
async function end(file: Deno.FsFile): Promise<{ text: string; from: number }> {
  const { size } = await file.stat();
  const from = Math.max(0, size - endBytes);
  const bytes = new Uint8Array(size - from);
  await file.seek(from, Deno.SeekMode.Start);
  for (let read = 0; read < bytes.length;) read += await file.read(bytes.subarray(read)) ?? bytes.length;
  return { text: new TextDecoder().decode(bytes), from };
}
