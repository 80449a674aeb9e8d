import type { z } from "zod";
import type { Meta, NewEvent } from "../events/event.ts";
import { tag } from "../events/event.ts";
import type { Event } from "../events/vocabulary.ts";
import { concerns, type Fold, type Folds, type Load, type Loaded, makeLoad, touchedBy } from "./boundary.ts";
import type { IdKind, Ids } from "./ids/ids.ts";
import { makeLanes } from "./lanes.ts";
import { type Fence, Forgotten, type Guard, type Log } from "./log/log.ts";
import type { AnyProjection } from "../projections/projection.ts";
import type { Registry } from "./read_models/registry.ts";
import { isRefusal, type Refusal, refuse } from "./refusals.ts";

/** The apps' rules, from configuration. */
export type Rules = {
  minAge: number;
  showTimeSec: number;
  rematchCooldownSec: number;
  recommendationsPerDay: number;
  /** Gems that each of a person's own conditions costs. */
  gemPrices: { gender: number; age: number; radius: number };
  /** The versions of the terms and the like that people must agree to. */
  consents: { terms?: string; privacy?: string; location?: string };
  /** Product id → gems. */
  gemProducts: ReadonlyMap<string, number>;
};

/** What a decision may use besides its state and input: nothing else comes in from outside. */
export type Context = {
  /** User id of whoever asks; `SYSTEM` for deadlines and the matcher. */
  me: number;
  now: Date;
  newId: (kind: IdKind) => number;
  rules: Rules;
};

/** Acts where no person does. */
export const SYSTEM = 0;

/** One thing that can be asked for. Pure: `run` does the reading, appending and trying again. */
export type Command<I, S, M, A> = {
  name: string;
  app: Meta["app"];
  /** The kinds of ids that decide takes. */
  ids?: readonly IdKind[];
  /** What it takes, once whoever offers it has read bodies, hashed passwords and stored images. */
  input: z.ZodType<I>;
  /** Tags of what many want to change at once: those who ask in one process take turns, in the order they came. */
  turns?(input: I): readonly string[];
  /** Whether a suspended person may do it. */
  whileSuspended?: boolean;
  /** Whether staff alone may do it. */
  staffOnly?: boolean;
  /** The state that the decision depends on. Nothing of it may change before the append. */
  reads(input: I, me: number): Folds<S>;
  /** What can be named only once that is read. */
  readsThen?(state: S, input: I, me: number): Folds<M> | undefined;
  /** The facts that follow; none if it is so already; or why not. */
  decide(state: S & Partial<M>, input: I, context: Context): NewEvent[] | Refusal;
  /** What the asker is told, from the state after the facts: the same for a repeat. */
  answer(state: S & Partial<M>, input: I, context: Context): A | Refusal;
};

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
  /** Whether they only look: they are told what would come of it, and nothing is appended. */
  looks?: boolean;
  /** Whether to wait until the read models show what was done. */
  wait?: boolean;
};

/** Runs a command: reads its boundary, decides, appends under guards, and again if something came in between. */
export type Run = <I, S, M, A>(command: Command<I, S, M, A>, input: I, asker: Asker) => Promise<A | Refusal>;

const attempts = 12;
const seenWithinMs = 2_000;
/** An Idempotency-Key is good for a day; after that it is as good as new. */
const keysKeptSec = 24 * 3600;

/** Who may act at all: asked before each decision of a person, and guarded until its facts stand in the log. */
export type Admission = {
  /** Why someone may not, if so; or why not what staff alone may do. */
  refusal(userId: number, of?: { staffOnly?: boolean }): Refusal | undefined;
  /** Holds what `refusal` said of someone. Ask for it first. */
  guard(userId: number): Guard;
};

/** What running commands needs. */
export type Machinery = {
  log: Log;
  registry: Registry;
  projections: readonly AnyProjection[];
  ids: Ids;
  rules: Rules;
  now: () => Date;
  admission?: Admission;
  /** Told when the read models took longer than 2 s. */
  lagged?: () => void;
  /** Told when a decision was made again because of a conflict. */
  retried?: (command: string) => void;
};

/** Makes `run` for a process. */
export function commandRunner(machinery: Machinery): Run {
  const inLanes = makeLanes();
  const load = makeLoad(machinery.log, machinery.registry);
  const attempt = <I, S, M, A>(command: Command<I, S, M, A>, input: I, asker: Asker) =>
    attemptOnce({ ...machinery, load }, command, input, asker);
  return async (command, input, asker) => {
    const first = () => attempt(command, input, asker);
    const again = async (lost: Awaited<ReturnType<typeof first>>) => {
      let last = lost;
      for (let n = 1; n < attempts && last.outcome === "conflict"; n++) {
        machinery.retried?.(command.name);
        last = await first();
      }
      return last;
    };
    const turns = command.turns?.(input);
    let last = turns ? await inLanes(turns, async () => await again(await first())) : await first();
    if (last.outcome === "conflict" && !turns) {
      // whoever lost once queues up with the others of this process, so that a crowd takes turns and all get through
      const lost = last;
      last = await inLanes(lost.tags, () => again(lost));
    }
    if (last.outcome === "conflict") return refuse("server.busy", { seconds: 1 });
    if (asker.wait !== false) await last.shown?.();
    return last.answer;
  };
}

type Attempt<A> =
  /** `shown` waits until the read models show it. */
  | { outcome: "done"; answer: A | Refusal; shown?: () => Promise<void> }
  /** `tags` are what others were quicker with. */
  | { outcome: "conflict"; tags: string[] };

/** Reads, decides and appends once. */
async function attemptOnce<I, S, M, A>(
  machinery: Machinery & { load: Load },
  command: Command<I, S, M, A>,
  input: I,
  asker: Asker,
): Promise<Attempt<A>> {
  const { log, ids, rules, now } = machinery;
  const { me, idempotencyHash } = asker;
  using reserved = await ids.reserve(command.ids ?? []);
  const context: Context = { me, now: now(), newId: reserved.take, rules };
  const admitted = me !== SYSTEM && !command.whileSuspended ? machinery.admission?.guard(me) : undefined;
  const refusal = admitted && machinery.admission?.refusal(me, command);
  if (refusal) return { outcome: "done", answer: refusal };
  const { state, guards, folds } = await readBoundary(machinery, command, input, me);
  if (admitted) guards.push(admitted);

  if (idempotencyHash !== undefined) {
    const since = await log.olderThan(keysKeptSec);
    const earlier = (await log.read({ after: since, limit: 1_000, query: keyed(idempotencyHash) })).at(-1);
    const isKept = earlier && now().getTime() - earlier.recordedAt.getTime() < keysKeptSec * 1000;
    // what was read may be from before it
    if (isKept) return already(machinery, await readBoundary(machinery, command, input, me));
    guards.push({ ...keyed(idempotencyHash), after: earlier?.position ?? since });
  }
  const decision = command.decide(state, input, context);
  if (isRefusal(decision)) return { outcome: "done", answer: decision };
  if (decision.length === 0) return already(machinery, { state, guards });
  if (asker.looks) {
    const last = Math.max(0, ...guards.map(({ after }) => after)) + decision.length;
    return {
      outcome: "done",
      answer: command.answer(evolved(state, folds, decision, last, context.now), input, context),
    };
  }

  const appended = await log.append({
    events: decision,
    guards,
    meta: { actor: me === SYSTEM ? null : me, correlationId: asker.correlationId, app: command.app },
    extraTags: idempotencyHash === undefined ? undefined : [tag.idempotency(idempotencyHash)],
    fence: asker.fence,
  }).catch((error) => {
    // the log says the same as soon as it is read again
    if (error instanceof Forgotten) return { outcome: "conflict" as const };
    throw error;
  });
  if (appended.outcome === "fenced") return { outcome: "done", answer: refuse("server.busy", { seconds: 1 }) };
  if (appended.outcome === "conflict") {
    return { outcome: "conflict", tags: guards.flatMap(({ any }) => any.flatMap(({ tags }) => tags)) };
  }
  const after = evolved(state, folds, decision, appended.position, context.now);
  return {
    outcome: "done",
    answer: command.answer(after, input, context),
    shown: () => shown(machinery, decision, appended.position),
  };

  /** It is so already: the answer is the same, and waits like the first. */
  function already(machinery: Machinery, found: { state: S & Partial<M>; guards: Guard[] }): Attempt<A> {
    const types = found.guards.flatMap(({ any }) => any.flatMap(({ types }) => types ?? []));
    const position = Math.max(0, ...found.guards.map(({ after }) => after));
    return {
      outcome: "done",
      answer: command.answer(found.state, input, context),
      shown: () => shown(machinery, types.map((type) => ({ type })), position),
    };
  }
}

/** Waits until the read models that such events touch have seen a position. */
async function shown(
  { registry, projections, lagged }: Machinery,
  events: readonly { type: string }[],
  position: number,
): Promise<void> {
  if (!await registry.seen(touchedBy(projections, events), position, seenWithinMs)) lagged?.();
}

/** Everything a command reads, what it names first and what it names then. */
async function readBoundary<I, S, M, A>(
  { load }: { load: Load },
  command: Command<I, S, M, A>,
  input: I,
  me: number,
) {
  const folds = command.reads(input, me);
  const first = await load(folds);
  const foldsThen = command.readsThen?.(first.state, input, me);
  const loaded = joined(first, foldsThen && await load(foldsThen));
  return { ...loaded, folds: { ...folds, ...foldsThen } };
}

function keyed(idempotencyHash: string) {
  return { any: [{ tags: [tag.idempotency(idempotencyHash)] }] };
}

function joined<S, M>(first: Loaded<S>, rest: Loaded<M> | undefined): Loaded<S & Partial<M>> {
  return {
    state: { ...first.state, ...rest?.state } as S & Partial<M>,
    guards: [...first.guards, ...rest?.guards ?? []],
  };
}

/** The state once the decided events stand in the log. */
export function evolved<S>(
  state: S,
  folds: Record<string, Fold<unknown>>,
  events: readonly NewEvent[],
  position: number,
  now: Date,
): S {
  const meta: Meta = { actor: null, correlationId: "", app: "system" };
  const first = position - events.length + 1;
  const recorded = events.map((event, n) => ({ ...event, position: first + n, recordedAt: now, meta }) as Event);
  const after = { ...state } as Record<string, unknown>;
  for (const [name, fold] of Object.entries(folds)) {
    for (const event of recorded) if (concerns(fold, event)) after[name] = fold.evolve(after[name], event);
  }
  return after as S;
}
