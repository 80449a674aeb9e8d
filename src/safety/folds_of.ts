import type { Folds } from "../deciding/boundary.ts";

type State = Record<string, unknown>;

/** Folds under a name, so that those of several apps or people can be read together. */
export function foldsOf(name: string, folds: Folds<State>): Folds<State> {
  return Object.fromEntries(Object.entries(folds).map(([own, fold]) => [`${name}.${own}`, fold]));
}

/** What was read under a name, by its own names. */
export function stateOf(name: string, state: State): State {
  const own = Object.entries(state).filter(([key]) => key.startsWith(`${name}.`));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(name.length + 1), value]));
}
