/** Paths of the C library. Deno grants it by exact path (deno.json, "ffi"). */
const libraries = ["/lib/x86_64-linux-gnu/libc.so.6", "/lib64/libc.so.6", "/usr/lib/libc.so.6"];

/**
 * Where to stop counting descriptors: the system gives the lowest free one, so nothing is expected after this many free
 * ones in a row.
 */
export const freeInARow = 1024;

/** Opens some functions of the C library. Undefined off Linux, or where permission is missing. */
export function openLibc<const S extends Deno.ForeignLibraryInterface>(symbols: S): Deno.DynamicLibrary<S> | undefined {
  if (Deno.build.os !== "linux") return undefined;
  for (const path of libraries) {
    // query first: without the permission, Deno would prompt at the terminal
    if (Deno.permissions.querySync({ name: "ffi", path }).state !== "granted") continue;
    try {
      return Deno.dlopen(path, symbols);
    } catch {
      continue;
    }
  }
  return undefined;
}
