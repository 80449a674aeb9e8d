import type { AnyDefinition, DataIn } from "../../events/event.ts";

/** What an event begins or ends between people: what a block or a suspension forbids. */
export type Begin = {
  /** Who does it or is drawn into it, and when: none of them may be suspended then. */
  by?: { people: readonly number[]; at: string };
  /** The two people: neither may have blocked the other. */
  between?:
    & { two: readonly [number, number] }
    & (
      /** What they have open from now on, which a block must end first: `match 7`. */
      | { opens: string }
      /** What is done and over: `message 8 is sent`. */
      | { does: string }
      | { closes: true }
    );
};

/** What each of an app's events begins or ends between people; `ignored` where that is nothing. */
export type Begins<E extends Readonly<Record<string, AnyDefinition>>> = {
  readonly [T in keyof E]: (data: DataIn<E[T]>) => Begin | undefined;
};
