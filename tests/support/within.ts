import { setTimeout } from "node:timers/promises";

/**
 * What a promise comes to. No timer is left, whichever is first.
 *
 * @throws where it takes longer than `ms`
 */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  const settled = new AbortController();
  const late = setTimeout(ms, undefined, { signal: settled.signal })
    .then(() => Promise.reject(new Error(`It took longer than ${ms} ms.`)));
  try {
    return await Promise.race([promise, late]);
  } finally {
    settled.abort();
  }
}
