import type { NewEvent } from "../../events/event.ts";
import type { Folds } from "../deciding/boundary.ts";
import type { Context } from "../deciding/command.ts";
import type { IdKind } from "../ids/ids.ts";

/** Someone who leaves: one other person, whom they block, or everything. */
export type Departure =
  & { userId: number }
  & ({ reason: "blocked"; other: number } | { reason: "suspended" | "erased"; other?: undefined });

/**
 * What an app does when someone blocks a person, is suspended or erased: it ends what they have open there, in the append
 * that is the reason for it.
 */
export type Leaving<S, M = unknown> = {
  /** The kinds of ids that `events` takes. */
  ids?: readonly IdKind[];
  reads(departure: Departure): Folds<S>;
  /** More state, which can be named only after the first was read. */
  readsThen?(state: S, departure: Departure): Folds<M> | undefined;
  /** They stand before the reason, so that nothing is open any more when it stands. */
  events(state: S & Partial<M>, departure: Departure, context: Pick<Context, "now" | "newId">): NewEvent[];
};

/** The same whatever it reads. */
export type AnyLeaving = Leaving<AnyState, AnyState>;

type AnyState = Record<string, unknown>;
