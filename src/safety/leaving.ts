import type { App } from "../app.ts";
import type { AnyLeaving } from "../app/leaving.ts";
import { foldsOf, stateOf } from "./folds_of.ts";

/** What all apps do when someone leaves, as one. */
export function leavingOf(apps: readonly App[]): AnyLeaving {
  const all = apps.flatMap(({ name, leaving }) => leaving ? [{ name, leaving }] : []);
  return {
    ids: [...new Set(all.flatMap(({ leaving }) => leaving.ids ?? []))],

    reads: (departure) => joined(all.map(({ name, leaving }) => foldsOf(name, leaving.reads(departure)))),

    readsThen(state, departure) {
      const folds = joined(
        all.map(({ name, leaving }) => foldsOf(name, leaving.readsThen?.(stateOf(name, state), departure) ?? {})),
      );
      return Object.keys(folds).length > 0 ? folds : undefined;
    },

    events: (state, departure, context) =>
      all.flatMap(({ name, leaving }) => leaving.events(stateOf(name, state), departure, context)),
  };
}

function joined(folds: readonly ReturnType<AnyLeaving["reads"]>[]): ReturnType<AnyLeaving["reads"]> {
  return Object.assign({}, ...folds);
}
