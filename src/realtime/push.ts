import type { DataIn } from "../../events/event.ts";
import type { Event } from "../../events/vocabulary.ts";
import type { App } from "../app.ts";
import type { System } from "../system.ts";
import type { DataOf, Frame, PushedType } from "./protocol.ts";

/** A frame that lacks what only the read models know. `known` is what the event says of it. */
export type Unfinished = {
  [T in PushedType]: {
    type: T;
    known: Partial<DataOf<T>>;
    /** Looks up the rest; undefined where the viewer is not to see it any more. */
    complete(system: System, viewer: number): Promise<DataOf<T> | undefined>;
  };
}[PushedType];

/** A frame, or one that is still to be completed. */
export type Draft = Frame | Unfinished;

/** Which frames an event gives to a viewer who is one of the people it is about. */
type Show<E> = (data: DataIn<E>, viewer: number) => Draft[];

/**
 * What an app's events give to a viewer: one entry for each of them, and nothing by default, since an event may hold the
 * other person's gems, refusals and blocks. Pure.
 */
export type Push<E> = { readonly [T in keyof E]: Show<E[T]> };

/** The entry of an event of which nobody is told. */
export const nothing = (): Draft[] => [];

/** The frames that an event gives to a viewer. */
export type Pusher = (event: Event, viewer: number) => Draft[];

/** Looks up what these apps show of an event. */
export function pusherOf(apps: readonly Pick<App, "events" | "push">[]): Pusher {
  const shown = new Map<string, App["push"][string]>();
  for (const { events, push } of apps) {
    for (const [name, { type }] of Object.entries(events)) shown.set(type, push[name]);
  }
  return (event, viewer) => {
    const show = shown.get(event.type);
    return show ? show(event.data as never, viewer) : [];
  };
}

/** Completes frames with what only the read models know, and leaves out what is not to be sent any more. */
export async function completeAll(system: System, drafts: readonly Draft[], viewer: number): Promise<Frame[]> {
  const frames = await Promise.all(drafts.map((draft) => complete(system, draft, viewer)));
  return frames.filter((frame) => frame !== undefined);
}

async function complete(system: System, draft: Draft, viewer: number): Promise<Frame | undefined> {
  if (!("complete" in draft)) return draft;
  const data = await draft.complete(system, viewer);
  return data && { type: draft.type, data } as Frame;
}

const userTag = /^user:(\d+)$/;

/** The people an event is about. */
export function peopleOf(event: Pick<Event, "tags">): number[] {
  return event.tags.flatMap((tag) => {
    const found = userTag.exec(tag);
    return found ? [Number(found[1])] : [];
  });
}
