/** Asks for some people to be looked at; `gone` wait no longer as far as is known. Resolves once they were. */
export type LookAt = (userIds: Iterable<number>, gone?: Iterable<number>) => Promise<void>;

/**
 * Runs looks one at a time, so that an earlier result never replaces a later one. People asked for meanwhile are looked at
 * next, all at once.
 */
export function oneAfterTheOther(look: (at: ReadonlySet<number>, gone: ReadonlySet<number>) => Promise<void>): LookAt {
  let looking = Promise.resolve();
  let nextLook: { at: Set<number>; gone: Set<number>; done: Promise<void> } | undefined;

  function begin() {
    const at = new Set<number>(), gone = new Set<number>();
    const done = looking.then(() => {
      nextLook = undefined;
      return look(at, gone);
    });
    looking = done.catch(() => {});
    return { at, gone, done };
  }

  return (userIds, gone = []) => {
    const next = nextLook ??= begin();
    for (const userId of userIds) next.at.add(userId);
    for (const userId of gone) next.gone.add(userId);
    return next.done;
  };
}
