import { stripVTControlCharacters } from "node:util";

/**
 * Passes on what `deno test --parallel` prints, and says how far it is each time another file begins.
 *
 * @param files how many there are
 * @param elapsedMs since the start, in milliseconds
 */
export function withProgress(files: number, elapsedMs: () => number): TransformStream<string, string> {
  const begun = new Set<string>();
  return new TransformStream({
    transform(line, controller) {
      const file = /^(\.\/\S+_test\.tsx?) => /.exec(stripVTControlCharacters(line))?.[1];
      if (file !== undefined && !begun.has(file)) {
        begun.add(file);
        controller.enqueue(`[file ${begun.size} of ${files}, ${duration(elapsedMs())}]`);
      }
      controller.enqueue(line);
    },
  });
}

/**
 * Minutes and seconds.
 *
 * @example
 * ```ts
 * import { duration } from "./progress.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(duration(187_400), "3 min 7 s");
 * ```
 */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
