/** How far each table has come, as far as this process knows. */
export type Reached = {
  /** Takes note of checkpoints; an older one than is known changes nothing. */
  advanced(positions: Record<string, number>): void;
  /** Resolves true once every one of the tables has folded the position, false after `timeoutMs`. */
  until(tables: () => readonly string[], position: number, timeoutMs: number): Promise<boolean>;
  /** Forgets all positions. */
  clear(): void;
};

const lookAgainEveryMs = 500;

/** Makes it, with nothing known yet. `refresh` reads the checkpoints from the database. */
export function makeReached(refresh: () => Promise<void>): Reached {
  const reached = new Map<string, number>();
  const waiting = new Set<() => void>();

  function wait(isSeen: () => boolean, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (answer: boolean) => {
        clearTimeout(timer);
        clearInterval(poll);
        waiting.delete(check);
        resolve(answer);
      };
      const check = () => {
        if (isSeen()) done(true);
      };
      const timer = setTimeout(() => done(false), timeoutMs);
      // a notification can be lost with its connection; the table cannot
      const poll = setInterval(() => refresh().catch(() => {}), lookAgainEveryMs);
      waiting.add(check);
    });
  }

  return {
    advanced(positions) {
      for (const [table, position] of Object.entries(positions)) {
        if (position > (reached.get(table) ?? 0)) reached.set(table, position);
      }
      for (const check of waiting) check();
    },
    async until(tables, position, timeoutMs) {
      // which tables these are may change while one waits
      const isSeen = () => tables().every((table) => (reached.get(table) ?? 0) >= position);
      return isSeen() || await wait(isSeen, timeoutMs);
    },
    clear: () => reached.clear(),
  };
}
