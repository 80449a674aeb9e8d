/** Runs `act` when everything that came earlier with one of the tags has ended. */
export type InLanes = <T>(tags: readonly string[], act: () => Promise<T>) => Promise<T>;

/**
 * Makes lanes for a process: those who want the same thing go one after the other, in the order in which they came.
 * Each joins all its lanes at once, so nobody waits in a circle.
 */
export function makeLanes(): InLanes {
  const last = new Map<string, Promise<void>>();
  return async (tags, act) => {
    const mine = Promise.withResolvers<void>();
    const before = tags.map((tag) => last.get(tag));
    for (const tag of tags) last.set(tag, mine.promise);
    await Promise.all(before);
    try {
      return await act();
    } finally {
      mine.resolve();
      for (const tag of tags) if (last.get(tag) === mine.promise) last.delete(tag);
    }
  };
}
