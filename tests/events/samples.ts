/** An event as it was appended once, its personal fields open. */
export type Sample = { type: string; version: number; tags: string[]; data: Record<string, unknown> };

const folder = new URL("samples/", import.meta.url);

/** The names of the frozen samples: `<Type>.v<version>.json`. Once a version is released its sample never changes. */
export async function sampleNames(): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) names.push(name);
  return names.sort();
}

/** Reads a frozen sample. */
export async function readSample(name: string): Promise<Sample> {
  return JSON.parse(await Deno.readTextFile(new URL(name, folder)));
}
