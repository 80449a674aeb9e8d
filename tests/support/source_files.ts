const root = new URL("../..", import.meta.url);

/** Every file of TypeScript in a folder of this repository, by its path from the root. */
export async function* sourceFiles(folder: string): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(new URL(folder, root))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) yield* sourceFiles(path);
    else if (/\.tsx?$/.test(entry.name)) yield path;
  }
}

/** The text of a file, by its path from the root. */
export async function sourceText(path: string): Promise<string> {
  return await Deno.readTextFile(new URL(path, root));
}
