import type { Event } from "../../events/vocabulary.ts";
import type { System } from "../system.ts";
import type { CloseReason } from "./close_codes.ts";
import type { Cursors } from "./cursor.ts";
import type { Frame } from "./protocol.ts";
import { completeAll, type Pusher } from "./push.ts";

/** Events that may wait to be shown. */
const eventsLimit = 2_000;

/** What shows a viewer the log's events, in order and each once. */
export type Showing = {
  /** Shows an event, if it is for them and was not shown yet. */
  show(event: Event): void;
  /** Keeps events back until `release`. */
  hold(): void;
  release(): void;
  /** From now on frames carry cursors. */
  mark(): void;
  /** The cursor of what was shown up to now. */
  cursor(): string;
  /** Resolves once nothing waits to be completed. */
  settled(): Promise<void>;
  /** Goes back to a position, and shows what followed it. */
  showFrom(position: number, events: readonly Event[], gone: AbortSignal): Promise<void>;
};

/** Makes what shows one viewer the log from now on. */
export function makeShowing(
  { system, push, cursors, viewer, send, close, giveUp }: {
    system: System;
    push: Pusher;
    cursors: Cursors;
    viewer: number;
    send(text: string): void;
    close(reason: CloseReason): void;
    giveUp(what: string, error: unknown): void;
  },
): Showing {
  /** Up to where events were shown. */
  let at = system.tail.position();
  let kept: Event[] | undefined;
  let waiting = 0;
  let showing = Promise.resolve();

  const writer = makeWriter(send, (position) => cursors.write({ position, at: system.now() }));

  function keep(into: Event[], event: Event): void {
    into.push(event);
    if (into.length > eventsLimit) close("tooSlow");
  }

  function show(event: Event): void {
    if (event.position <= at) return;
    if (kept) return keep(kept, event);
    at = event.position;
    const drafts = push(event, viewer);
    if (drafts.length === 0) return;
    if (waiting === 0 && drafts.every((draft): draft is Frame => !("complete" in draft))) {
      return writer.sendAll(drafts, event.position);
    }
    if (++waiting > eventsLimit) return close("tooSlow");
    showing = showing.then(async () => writer.sendAll(await completeAll(system, drafts, viewer), event.position))
      .catch((error) => giveUp("showing an event", error))
      .finally(() => void waiting--);
  }

  return {
    show,
    hold: () => void (kept ??= []),
    release() {
      const meanwhile = kept ?? [];
      kept = undefined;
      meanwhile.forEach(show);
    },
    mark: writer.mark,
    cursor: () => writer.cursorAt(at),
    settled: () => showing,
    async showFrom(position, events, gone) {
      at = position;
      for (const event of events) {
        if (gone.aborted) return;
        writer.sendAll(await completeAll(system, push(event, viewer), viewer), event.position);
        at = event.position;
      }
    },
  };
}

/** Writes the frames of events, with cursors once it is told to. */
function makeWriter(send: (text: string) => void, cursorAt: (position: number) => string) {
  let marks = false;
  return {
    cursorAt,
    mark: () => void (marks = true),
    /** The frames of one event together: only the last says that it was shown. */
    sendAll(frames: readonly Frame[], position: number): void {
      frames.forEach((frame, n) => {
        const text = JSON.stringify(frame);
        // a cursor needs no escaping
        send(!marks || n < frames.length - 1 ? text : `${text.slice(0, -1)},"cursor":"${cursorAt(position)}"}`);
      });
    },
  };
}
