import type { App } from "../app.ts";
import type { AnyLeaving } from "../app/leaving.ts";
import type { Folds } from "../deciding/boundary.ts";

type State = Record<string, unknown>;

/** What all apps do when someone leaves, as one: what each reads stands under its name, so that none meets another's. */
export function leavingOf(apps: readonly App[]): AnyLeaving {
  const all = apps.flatMap(({ name, leaving }) => leaving ? [{ under: `${name}.`, leaving }] : []);
  return {
    ids: [...new Set(all.flatMap(({ leaving }) => leaving.ids ?? []))],

    reads: (departure) => joined(all.map(({ under, leaving }) => put(under, leaving.reads(departure)))),

    readsThen(state, departure) {
      const more = all.map(({ under, leaving }) =>
        put(under, leaving.readsThen?.(taken(under, state), departure) ?? {})
      );
      const folds = joined(more);
      return Object.keys(folds).length > 0 ? folds : undefined;
    },

    events: (state, departure, context) =>
      all.flatMap(({ under, leaving }) => leaving.events(taken(under, state), departure, context)),
  };
}

function put(under: string, folds: Folds<State>): Folds<State> {
  return Object.fromEntries(Object.entries(folds).map(([name, fold]) => [under + name, fold]));
}

function taken(under: string, state: State): State {
  const own = Object.entries(state).filter(([name]) => name.startsWith(under));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(under.length), value]));
}

function joined(folds: readonly Folds<State>[]): Folds<State> {
  return Object.assign({}, ...folds);
}
