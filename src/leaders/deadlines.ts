const checkEveryMs = 100;
const againAfterMs = 500;

type Deadline = { at: number; meet: () => Promise<unknown> };

/** Work that the leader does at given times. What fails is tried again half a second later. */
export type Deadlines = Disposable & {
  /** Does something once a time has come; replaces what was set under the same key. */
  set(key: string, at: string, meet: () => Promise<unknown>): void;
  delete(key: string): void;
};

/**
 * Keeps deadlines in memory until the end of the scope. They are to be read from a read model and followed in the log,
 * so that the next leader knows them all.
 *
 * @param options.isUnmet whether what `meet` came to means that it is to be done again
 */
export function openDeadlines(options: {
  now: () => Date;
  isUnmet: (outcome: unknown) => boolean;
  failed: (error: unknown) => void;
}): Deadlines {
  const { now, isUnmet, failed } = options;
  const open = new Map<string, Deadline>();
  const ticking = setInterval(() => void meetDue().catch(failed), checkEveryMs);

  async function meetDue(): Promise<void> {
    const nowMs = now().getTime();
    const due = [...open].filter(([, { at }]) => at <= nowMs);
    await Promise.all(due.map(async ([key, deadline]) => {
      open.delete(key);
      const later = () => open.has(key) || open.set(key, { ...deadline, at: nowMs + againAfterMs });
      const outcome = await deadline.meet().catch((error) => {
        later();
        throw error;
      });
      if (isUnmet(outcome)) later();
    }));
  }

  return {
    set: (key, at, meet) => void open.set(key, { at: new Date(at).getTime(), meet }),
    delete: (key) => void open.delete(key),
    [Symbol.dispose]: () => clearInterval(ticking),
  };
}
