import type { Meta, NewEvent } from "../../events/event.ts";
import { tag } from "../../events/event.ts";
import type { Event } from "../../events/vocabulary.ts";
import type { AnyProjection } from "../../projections/projection.ts";
import { concerns, type Fold, type Load, type Loaded, makeLoad, touchedBy } from "./boundary.ts";
import {
  type Admission,
  appOf,
  type Asked,
  type Asker,
  type Command,
  type Context,
  type Run,
  SYSTEM,
} from "./command.ts";
import type { Rules } from "../configuration/rules.ts";
import type { Ids } from "../ids/ids.ts";
import { makeLanes } from "./lanes.ts";
import { Forgotten, type Guard, type Log } from "../log/log.ts";
import type { Registry } from "../read_models/registry.ts";
import { isRefusal, type Refusal, refuse } from "../answers/refusals.ts";

const attempts = 12;
const seenWithinMs = 2_000;
/** An Idempotency-Key is good for a day; after that it is as good as new. */
const keysKeptSec = 24 * 3600;

/** What running commands needs. */
export type Machinery = {
  log: Log;
  registry: Registry;
  projections: readonly AnyProjection[];
  ids: Ids;
  rules: Rules;
  now: () => Date;
  admission?: Admission;
  /** Called when read models lag more than 2 s behind a command. */
  lagged?: () => void;
  /** Called when a conflict makes a command decide again. */
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
      // a loser queues up with the others of this process: the crowd takes turns, and all get through
      const lost = last;
      last = await inLanes(lost.tags, () => again(lost));
    }
    if (last.outcome === "conflict") return refuse("server.busy", { seconds: 1 });
    if (asker.wait !== false) await last.shown?.();
    return last.answer;
  };
}

type Attempt<A> =
  /** `shown` waits until the read models show the facts. */
  | { outcome: "done"; answer: A | Refusal; shown?: () => Promise<void> }
  /** `tags` of what others changed first. */
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
  const { state, guards, folds } = await readBoundary(machinery, command, input, context);
  if (admitted) guards.push(admitted);

  if (idempotencyHash !== undefined) {
    const { isKept, guard } = await earlierUnder(idempotencyHash, machinery);
    // the boundary may have been read before the earlier command's facts
    if (isKept) return already(await readBoundary(machinery, command, input, context));
    guards.push(guard);
  }
  const decision = command.decide(state, input, context);
  if (isRefusal(decision)) return { outcome: "done", answer: decision };
  if (decision.length === 0) return already({ state, guards });
  const answerAt = (position: number) =>
    command.answer(evolved(state, folds, decision, position, context.now), input, context);
  if (asker.looks) return { outcome: "done", answer: answerAt(readTo(guards) + decision.length) };

  const appended = await log.append({
    events: decision,
    guards,
    meta: { actor: me === SYSTEM ? null : me, correlationId: asker.correlationId, app: appOf(command, state) },
    extraTags: idempotencyHash === undefined ? undefined : [tag.idempotency(idempotencyHash)],
    fence: asker.fence,
  }).catch((error) => {
    // the person was erased meanwhile: decide again, on a log that says so
    if (error instanceof Forgotten) return { outcome: "conflict" as const };
    throw error;
  });
  if (appended.outcome === "fenced") return { outcome: "done", answer: refuse("server.busy", { seconds: 1 }) };
  if (appended.outcome === "conflict") {
    return { outcome: "conflict", tags: guards.flatMap(({ any }) => any.flatMap(({ tags }) => tags)) };
  }
  return {
    outcome: "done",
    answer: answerAt(appended.position),
    shown: () => shown(machinery, decision, appended.position),
  };

  /** Nothing to append: the answer is the same as the first time, and waits for the read models like the first. */
  function already(found: { state: S & Partial<M>; guards: Guard[] }): Attempt<A> {
    const types = found.guards.flatMap(({ any }) => any.flatMap(({ types }) => types ?? []));
    return {
      outcome: "done",
      answer: command.answer(found.state, input, context),
      shown: () => shown(machinery, types.map((type) => ({ type })), readTo(found.guards)),
    };
  }
}

/** The position up to which a boundary was read. */
function readTo(guards: readonly Guard[]): number {
  return Math.max(0, ...guards.map(({ after }) => after));
}

/** Whether an Idempotency-Key was used within a day, and the guard against using it twice at once. */
async function earlierUnder(
  idempotencyHash: string,
  { log, now }: Machinery,
): Promise<{ isKept: boolean; guard: Guard }> {
  const keyed = { any: [{ tags: [tag.idempotency(idempotencyHash)] }] };
  const since = await log.olderThan(keysKeptSec);
  const earlier = (await log.read({ after: since, limit: 1_000, query: keyed })).at(-1);
  const isKept = earlier !== undefined && now().getTime() - earlier.recordedAt.getTime() < keysKeptSec * 1000;
  return { isKept, guard: { ...keyed, after: earlier?.position ?? since } };
}

/** Waits until the read models that such events touch have seen a position. */
async function shown(
  { registry, projections, lagged }: Machinery,
  events: readonly { type: string }[],
  position: number,
): Promise<void> {
  if (!await registry.seen(touchedBy(projections, events), position, seenWithinMs)) lagged?.();
}

/** Everything a command reads: `reads`, and then `readsThen`. */
async function readBoundary<I, S, M, A>(
  { load }: { load: Load },
  command: Command<I, S, M, A>,
  input: I,
  { me, now }: Asked,
) {
  const folds = command.reads(input, { me, now });
  const first = await load(folds);
  const foldsThen = command.readsThen?.(first.state, input, { me, now });
  const loaded = joined(first, foldsThen && await load(foldsThen));
  return { ...loaded, folds: { ...folds, ...foldsThen } };
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
