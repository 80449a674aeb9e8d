import type { z } from "zod";
import type { Meta, NewEvent } from "../../events/event.ts";
import type { Rules } from "../configuration/rules.ts";
import type { Folds } from "./boundary.ts";
import type { IdKind } from "../ids/ids.ts";
import type { Fence, Guard } from "../log/log.ts";
import type { Refusal } from "../answers/refusals.ts";

/** What a decision may use besides its state and input: nothing else comes in from outside. */
export type Context = {
  /** User id of the person who asks; `SYSTEM` for deadlines and the matcher. */
  me: number;
  now: Date;
  newId: (kind: IdKind) => number;
  rules: Rules;
};

/** What a command may name its state by besides its input: who asks, and when. */
export type Asked = Pick<Context, "me" | "now">;

/** Acts where no person does. */
export const SYSTEM = 0;

/** One thing that can be asked for. Pure: `run` does the reading, appending and trying again. */
export type Command<I, S, M, A> = {
  name: string;
  /** The app through which its facts come; where several share the command, what its state says. */
  app: Meta["app"] | ((state: S & Partial<M>) => Meta["app"]);
  /** The kinds of ids that decide takes. */
  ids?: readonly IdKind[];
  /** What it takes, after the endpoint has read the body, hashed the password and stored the image. */
  input: z.ZodType<I>;
  /** Tags that many commands change at once: in one process they take turns, first come first served. */
  turns?(input: I): readonly string[];
  /** Whether a suspended person may do it. */
  whileSuspended?: boolean;
  /** Whether staff alone may do it. */
  staffOnly?: boolean;
  /** The state that the decision depends on: guards hold it unchanged until the append. */
  reads(input: I, asked: Asked): Folds<S>;
  /** More state, which can be named only after the first was read. */
  readsThen?(state: S, input: I, asked: Asked): Folds<M> | undefined;
  /** The facts to append (none if everything holds already), or why not. */
  decide(state: S & Partial<M>, input: I, context: Context): NewEvent[] | Refusal;
  /** The answer, from the state after the facts. A repeat gets the same. */
  answer(state: S & Partial<M>, input: I, context: Context): A | Refusal;
};

/** The app through which a command's facts come. */
export function appOf<S, M>({ app }: Pick<Command<never, S, M, never>, "app">, state: S & Partial<M>): Meta["app"] {
  return typeof app === "string" ? app : app(state);
}

/** Defines a command; see any slice for the order inside. */
export function command<I, S, A, M = unknown>(of: Command<I, S, M, A>): Command<I, S, M, A> {
  return of;
}

/** Who asks, and how. */
export type Asker = {
  me: number;
  correlationId: string;
  /** Set where the client sent an Idempotency-Key: its keyed hash. */
  idempotencyHash?: string;
  /** Set by a leader. */
  fence?: Fence;
  /** A dry run (HEAD): decides and answers, but appends nothing. */
  looks?: boolean;
  /** Whether to wait until the read models show what was done. */
  wait?: boolean;
};

/** Runs a command: reads its boundary, decides, appends under guards, and again if something came in between. */
export type Run = <I, S, M, A>(command: Command<I, S, M, A>, input: I, asker: Asker) => Promise<A | Refusal>;

/** Who may act at all: asked before each decision of a person, and guarded until its facts stand in the log. */
export type Admission = {
  /** Why someone may not act, or not act as staff; undefined if they may. */
  refusal(userId: number, of?: { staffOnly?: boolean }): Refusal | undefined;
  /** Guards what `refusal` said of someone. Take it before asking `refusal`. */
  guard(userId: number): Guard;
};
