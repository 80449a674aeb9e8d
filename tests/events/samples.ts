import type { Event } from "../../events/vocabulary.ts";
import { decode } from "../../src/log/codec.ts";

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

const noKeys = {
  load: () => Promise.resolve(new Map()),
  forSealing: () => Promise.resolve(new Map()),
  forget: () => {},
  erase: () => Promise.resolve(),
};

/** A sample as the log reads it, at position 1; undefined where its type is not in the vocabulary any more. */
export async function decoded(sample: Sample): Promise<Event | undefined> {
  const meta = { actor: null, correlationId: "sample", app: "system" };
  const [event] = await decode([{ ...sample, position: 1, meta, recorded_at: new Date(0) }], noKeys);
  return event;
}
