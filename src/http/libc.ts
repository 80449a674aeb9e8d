/** Where systems keep the C library. Deno lends it by its exact path (deno.json, "ffi"). */
const libraries = ["/lib/x86_64-linux-gnu/libc.so.6", "/lib64/libc.so.6", "/usr/lib/libc.so.6"];

/** Opens the C library, for some of its functions, on Linux where it may be used; elsewhere undefined. */
export function openLibc<const S extends Deno.ForeignLibraryInterface>(symbols: S): Deno.DynamicLibrary<S> | undefined {
  if (Deno.build.os !== "linux") return undefined;
  for (const path of libraries) {
    // asked before, or Deno would ask the person at the terminal
    if (Deno.permissions.querySync({ name: "ffi", path }).state !== "granted") continue;
    try {
      return Deno.dlopen(path, symbols);
    } catch {
      continue;
    }
  }
  return undefined;
}
