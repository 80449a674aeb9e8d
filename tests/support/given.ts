import { assert, assertEquals } from "@std/assert";
import type { NewEvent } from "../../events/event.ts";
import type { Event } from "../../events/vocabulary.ts";
import { concerns, type Fold, type Folds } from "../../src/deciding/boundary.ts";
import { appOf, type Command, type Context } from "../../src/deciding/command.ts";
import { fieldsOf, type IdFields, type IdKind } from "../../src/ids/ids.ts";
import type { Rules } from "../../src/configuration/rules.ts";
import { readConfig } from "../../src/start/read_config.ts";
import { evolved } from "../../src/deciding/run.ts";
import { isRefusal, type Refusal, type RefusalCode } from "../../src/answers/refusals.ts";
import { apps } from "./apps.ts";

/** The rules tests decide by, unless they say otherwise: those of API.md. */
export const rules: Rules = readConfig({});

/** When tests take place, unless they say otherwise. */
export const noon = new Date("2026-03-01T12:00:00.000Z");

/** A time so many seconds after noon, as events carry it. */
export const at = (sec: number) => new Date(noon.getTime() + sec * 1000).toISOString();

type By = { me: number; atSec?: number; rules?: Partial<Rules> };

/** Events as they would stand in the log from position 1. */
export function recorded(events: readonly NewEvent[]): Event[] {
  return events.map((event, n) => ({
    ...event,
    position: n + 1,
    recordedAt: noon,
    meta: { actor: null, correlationId: "", app: "system" },
  } as Event));
}

/** Decides a command on a history, as `run` would, without a database. */
export function decideOn<I, S, M, A>(
  history: readonly Event[],
  command: Command<I, S, M, A>,
  input: I,
  context: Context,
): { decision: NewEvent[] | Refusal; app: string; answer: () => A | Refusal } {
  const { me, now } = context;
  const folds = command.reads(input, { me, now });
  const first = foldAll(folds, history);
  const foldsThen = command.readsThen?.(first, input, { me, now });
  const state = { ...first, ...foldsThen && foldAll(foldsThen, history) } as S & Partial<M>;
  const decision = command.decide(state, input, context);
  return {
    decision,
    app: appOf(command, state),
    answer() {
      if (isRefusal(decision)) return decision;
      const position = history.length + decision.length;
      const after = evolved(state, { ...folds, ...foldsThen }, decision, position, context.now);
      return command.answer(after, input, context);
    },
  };
}

/** What stands in the log, and then what a command makes of it: pure, without a database. */
export function given(...events: NewEvent[]) {
  return {
    when<I, S, M, A>(command: Command<I, S, M, A>, input: I, by: By) {
      let nextId = 1000;
      const taken: { kind: IdKind; id: number }[] = [];
      const { decision, answer } = decideOn(recorded(events), command, input, {
        me: by.me,
        now: new Date(noon.getTime() + (by.atSec ?? 0) * 1000),
        newId(kind) {
          taken.push({ kind, id: nextId });
          return nextId++;
        },
        rules: { ...rules, ...by.rules },
      });
      if (!isRefusal(decision)) { for (const one of taken) assertRegistered(one, decision); }
      return {
        /** The command appends exactly these events. */
        then(...expected: NewEvent[]) {
          assertEquals(decision, expected);
        },
        /** The command is refused with this code. */
        refuses(code: RefusalCode) {
          assertEquals(isRefusal(decision) ? decision.refusal : decision, code);
        },
        /** The asker is told this. */
        answers(expected: A | Refusal) {
          assertEquals(answer(), expected);
        },
      };
    },
  };
}

const ids: IdFields = Object.assign({}, ...apps.map((app) => app.ids));

/** A restored log goes on behind the ids that it finds in these fields. */
function assertRegistered({ kind, id }: { kind: IdKind; id: number }, decided: readonly NewEvent[]): void {
  const fields = fieldsOf(ids, kind);
  assert(
    decided.some(({ data }) => fields.some((field) => data[field] === id)),
    `No event holds the new ${kind} id in a field of ${fields}: put its field into the app's \`ids\`.`,
  );
}

function foldAll<S>(folds: Folds<S>, history: readonly Event[]): S {
  const state: Record<string, unknown> = {};
  for (const [name, fold] of Object.entries<Fold<unknown>>(folds)) {
    state[name] = history.filter((event) => concerns(fold, event)).reduce(
      (before, event) => fold.evolve(before, event),
      fold.initial,
    );
  }
  return state as S;
}
