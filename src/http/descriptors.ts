import { freeInARow, openLibc } from "./libc.ts";

/** How many file descriptors this process has open, and how many it may open. */
export type Descriptors = { open: number; most: number };

const symbols = {
  fcntl: { parameters: ["i32", "i32"], result: "i32" },
  getrlimit: { parameters: ["i32", "buffer"], result: "i32" },
} as const;

/** From Linux's headers: fcntl(2), getrlimit(2). */
const F_GETFD = 1;
const RLIMIT_NOFILE = 7;

/**
 * Counts through the C library, because Deno needs every permission to read `/proc`. Undefined off Linux, or where the
 * library may not be used.
 */
export function countDescriptors(): Descriptors | undefined {
  const library = openLibc(symbols);
  if (!library) return undefined;
  try {
    return count(library.symbols);
  } finally {
    library.close();
  }
}

function count({ fcntl, getrlimit }: Deno.DynamicLibrary<typeof symbols>["symbols"]): Descriptors {
  let open = 0;
  for (let fd = 0, free = 0; free < freeInARow; fd++) {
    if (fcntl(fd, F_GETFD) < 0) free++;
    else {
      open++;
      free = 0;
    }
  }
  const limits = new BigUint64Array(2);
  return { open, most: getrlimit(RLIMIT_NOFILE, limits) === 0 ? Number(limits[0]) : 0 };
}
