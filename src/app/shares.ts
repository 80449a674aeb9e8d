import type { AnyDefinition, DataIn } from "../../events/event.ts";

/** What an event says to one person: facts of their own, in plain JSON. */
export type Share = Record<string, unknown>;

/**
 * What an export holds of each of an app's events that is about a person: `undefined` where nothing of it is theirs. No
 * entry gives another person's data, nor an id by which the other could be found: a new event does not compile without
 * one.
 */
export type Shares<E extends Readonly<Record<string, AnyDefinition>>> = {
  readonly [T in keyof E]: (data: DataIn<E[T]>, me: number) => Share | undefined;
};

/** By what someone named another: a match or a call of their own; never the other's id. */
export const named = ({ kind, id }: { kind: string; id: number }) => kind === "user" ? { kind } : { kind, id };

/** One's own part of something that two people have. */
export const mineOf = <V>({ userIds, ...of }: { userIds: [number, number]; of: [V, V] }, me: number): V =>
  of.of[userIds[0] === me ? 0 : 1];

/** All but what names someone else, or is a secret of ours. */
export function except<D extends object, K extends keyof D>(data: D, ...left: K[]): Share {
  return Object.fromEntries(Object.entries(data).filter(([field]) => !(left as string[]).includes(field)));
}
