import type { z } from "zod";
import type { meeting } from "../../events/fields.ts";
import type { evidence } from "../../events/safety.ts";
import { belongsTo, otherOf, type Two } from "../../projections/two.ts";
import type { RefusalCode } from "../answers/refusals.ts";
import { type Fold, type Folds, load } from "../deciding/boundary.ts";
import type { Owned } from "../http/access.ts";
import type { System } from "../system.ts";

/** Where two people met. */
export type Met = z.output<typeof meeting>;

type Messages = z.output<typeof evidence>["messages"];
type House = Pick<System, "log" | "registry">;

/** A kind of place where two people meet, by which one names the other: `match_id`, `chat_id`. */
export type MeetingKind = {
  /** What the field that names one says of itself in the document. */
  description: string;
  /** What is answered where it is not there, or not theirs who name it. */
  unknown: RefusalCode;
  /** The other person of a meeting of one's own; undefined where it is none. */
  other(house: House, id: number, me: number): Promise<number | undefined>;
  /**
   * The apps whose faces people show each other there, by the meeting's id. Absent: always those of the app whose kind
   * it is.
   */
  facesIn?(house: House, ids: readonly number[]): Promise<ReadonlyMap<number, string>>;
  /** What was said there last, as far as it was heard of by now: the newest `most`, newest last. */
  said?(house: House, id: number, most: number): Promise<Messages>;
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

/** What people are called and show in an app. An app without faces shows the account's name and picture. */
export type Faces<S> = {
  reads(userId: number): Folds<S>;
  /** Undefined: the account's name. */
  name(state: S): string | null | undefined;
  /** The URL of the picture that they show now. */
  picture(registry: System["registry"], userId: number): Promise<string | null | undefined>;
};

/** The same whatever it reads. */
export type AnyFaces = Faces<Record<string, unknown>>;
