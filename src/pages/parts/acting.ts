import { type ReadonlySignal, signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { type Problem, problemOf } from "../client/problem.ts";
import { t, textIfAny } from "../words/texts.ts";
import { besideFields } from "./field_of_refusal.ts";

/** What a form or a button does, whether it is under way, and what went wrong. */
export type Acting = {
  busy: ReadonlySignal<boolean>;
  /** What is wrong as a whole, in the person's words; what is wrong with a field stands beside it. */
  said: ReadonlySignal<string | undefined>;
  /** What is wrong with a field. */
  wrongWith(name: string): string | undefined;
  /** The names of the fields that show what is wrong with them. */
  fields: Set<string>;
  /** Does something, not twice at once, and keeps its problem. Says whether it went well. */
  during(act: () => Promise<unknown>): Promise<boolean>;
  say(text: string): void;
  /** Keeps a problem that came otherwise. */
  fail(error: unknown): void;
  clear(): void;
};

/** An {@link Acting} outside of a component. */
export function openActing(): Acting {
  const busy = signal(false);
  const said = signal<string | undefined>();
  const wrong = signal<Record<string, string>>({});
  const fields = new Set<string>();

  function clear(): void {
    said.value = undefined;
    wrong.value = {};
  }

  function fail(error: unknown): void {
    const problem = problemOf(error);
    if (!problem) console.error(error);
    const { beside, isAll } = problem ? besideFields(problem, fields) : { beside: {}, isAll: false };
    wrong.value = beside;
    said.value = isAll ? undefined : wordsOf(problem, fields);
  }

  return {
    busy,
    said,
    fields,
    clear,
    fail,
    wrongWith: (name) => wrong.value[name],
    say: (text) => said.value = text,
    async during(act) {
      if (busy.peek()) return false;
      busy.value = true;
      clear();
      try {
        await act();
        return true;
      } catch (error) {
        fail(error);
        return false;
      } finally {
        busy.value = false;
      }
    },
  };
}

/** What a form or a button does, for as long as the component is there. */
export const useActing = (): Acting => useMemo(openActing, []);

/** A problem in the person's words; what the fields say themselves is left out. */
function wordsOf(problem: Problem | undefined, fields: ReadonlySet<string>): string {
  if (!problem) return t("somethingWrong");
  if (problem.code === "offline") return t("offline");
  const others = problem.errors?.filter(({ path }) => !fields.has(path)) ?? [];
  if (others.length === 0) return problem.detail;
  return others.map(({ path, message }) => `${textIfAny(path) ?? path}: ${message}`).join("\n");
}
