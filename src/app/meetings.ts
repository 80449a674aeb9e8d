import type { z } from "zod";
import type { meeting } from "../../events/fields.ts";
import type { evidence } from "../../events/safety.ts";
import type { Fragment, Reader } from "../../projections/projection.ts";
import { belongsTo, otherOf, type Two } from "../../projections/two.ts";
import type { PlainRefusalCode } from "../answers/refusals.ts";
import { type Fold, type Folds, load } from "../deciding/boundary.ts";
import type { Owned } from "../http/access.ts";
import type { System } from "../system.ts";

/** Where two people met. */
export type Met = z.output<typeof meeting>;

/** What people said, newest last. */
export type Said = z.output<typeof evidence>["messages"];

type House = Pick<System, "log" | "registry">;

/** A kind of place where two people meet, by which one names the other: `match_id`, `chat_id`. */
export type MeetingKind = {
  /** What the field that names one says of itself in the document. */
  description: string;
  /** The answer when there is no such meeting, or it is not the asker's. */
  unknown: PlainRefusalCode;
  /** The other person of one of `me`'s meetings; undefined if it is not theirs. */
  other(house: House, id: number, me: number): Promise<number | undefined>;
  /** Inside a query: the app in which the two met, whose look people have there. Absent: the app that brings the kind. */
  metIn?(reader: Reader, id: Fragment): Fragment;
  /** What was said there last, as far as it was heard of by now: at most so many messages. */
  said?(house: House, id: number, most: number): Promise<Said>;
};

/** Finds the other person of a row that two people share. */
export function otherIn<R extends Two>(
  owned: Owned,
  two: (id: number) => Fold<R | undefined>,
): Pick<MeetingKind, "unknown" | "other"> {
  return {
    unknown: owned.unknown,
    async other({ log, registry }, id, me) {
      const { state } = await load(log, registry, { two: two(id) });
      return belongsTo(owned, state.two, me) ? otherOf(state.two, me) : undefined;
    },
  };
}

/** What people are called in an app where they have a name of their own, as a decision reads it. */
export type Names<S> = {
  reads(userId: number): Folds<S>;
  /** Undefined: the account's name. */
  name(state: S): string | undefined;
};

/** The same whatever it reads. */
export type AnyNames = Names<Record<string, unknown>>;
