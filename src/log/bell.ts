/** Tells those who wait in this process that the log has grown. */
export type Bell = {
  /** The log is known to have come this far. */
  ring(position: number): void;
  /** The log may have grown: everyone looks for themselves. */
  wake(): void;
  /** The furthest position that was rung. */
  known(): number;
  /** Resolves when the log is known to be past a position, at `wake`, when `signal` aborts, or after a while. */
  past(position: number, signal: AbortSignal): Promise<void>;
};

/**
 * Makes the bell of a process.
 *
 * @param pollMs after how long one looks who was not woken: a notification can be lost with its connection, the log cannot
 */
export function makeBell(pollMs: number): Bell {
  const sleepers = new Set<{ position: number; wake: () => void }>();
  let known = 0;
  return {
    known: () => known,
    ring(position) {
      if (!(position > known)) return;
      known = position;
      for (const sleeper of sleepers) if (sleeper.position < known) sleeper.wake();
    },
    wake() {
      for (const sleeper of sleepers) sleeper.wake();
    },
    past(position, signal) {
      if (known > position || signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const sleeper = { position, wake };
        function wake() {
          clearTimeout(timer);
          sleepers.delete(sleeper);
          signal.removeEventListener("abort", wake);
          resolve();
        }
        const timer = setTimeout(wake, pollMs);
        sleepers.add(sleeper);
        signal.addEventListener("abort", wake);
      });
    },
  };
}
