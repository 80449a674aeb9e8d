import { tag } from "../../events/event.ts";
import type { Event } from "../../events/vocabulary.ts";
import type { Identity } from "../http/request.ts";
import type { System } from "../system.ts";
import { closeCodes, type CloseReason } from "./close_codes.ts";
import { complete } from "./complete.ts";
import type { Cursors, Place } from "./cursor.ts";
import type { Frame } from "./protocol.ts";
import { type Draft, push } from "./push.ts";

/** Bytes that may wait to be sent: a client that takes them off more slowly is better off coming back. */
const bufferLimit = 1_000_000;
/** Events that may wait to be shown. */
const eventsLimit = 2_000;
/** What is missed by more than that is not sent again: one look at `GET /api/sync` is less. */
const recoverableFrames = 1_000;
const recoverableMs = 24 * 3600 * 1000;
const pageSize = 500;

/** A person's socket once it is known whose it is: what the log says to them, in order, each once. */
export type Connection = {
  readonly identity: Identity;
  /** Shows an event to its person, if it is for them and was not shown yet. */
  show(event: Event): void;
  /** Sends what is no event: it is sent or lost. */
  send(frame: object): void;
  /** Begins to show: what was missed since a cursor, where one is given, and then what comes. */
  begin(cursor: string | undefined): Promise<{ recovered: boolean }>;
  /** A new token of the same session. */
  renew(identity: Identity): void;
  close(reason: CloseReason): void;
};

/** Makes the connection of a socket. Nothing is shown until it begins; what comes until then is kept. */
export function makeConnection(socket: WebSocket, system: System, cursors: Cursors, first: Identity): Connection {
  const { log, tail } = system;
  const viewer = first.userId;
  let identity = first;
  /** Up to where events were shown. */
  let at = tail.position();
  let kept: Event[] | undefined = [];
  let waiting = 0;
  let showing = Promise.resolve();

  function send(frame: object): void {
    if (socket.readyState !== WebSocket.OPEN) return;
    if (socket.bufferedAmount > bufferLimit) return close("tooSlow");
    socket.send(JSON.stringify(frame));
  }

  function close(reason: CloseReason): void {
    if (socket.readyState === WebSocket.OPEN) socket.close(closeCodes[reason], reason);
  }

  const cursorAt = (position: number) => cursors.write({ log: log.id, position, at: system.now() });

  /** The frames of one event together: only the last says that it was shown. */
  function sendAll(frames: readonly Frame[], position: number): void {
    frames.forEach((frame, n) => send(n < frames.length - 1 ? frame : { ...frame, cursor: cursorAt(position) }));
  }

  async function completed(drafts: readonly Draft[]): Promise<Frame[]> {
    const frames = await Promise.all(drafts.map((draft) => complete(system, draft, viewer)));
    return frames.filter((frame) => frame !== undefined);
  }

  function show(event: Event): void {
    if (event.position <= at) return;
    if (kept) {
      kept.push(event);
      if (kept.length > eventsLimit) close("tooSlow");
      return;
    }
    at = event.position;
    const drafts = push(event, viewer);
    if (drafts.length === 0) return;
    if (waiting === 0 && drafts.every((draft): draft is Frame => !("lacks" in draft))) {
      return sendAll(drafts, event.position);
    }
    if (++waiting > eventsLimit) return close("tooSlow");
    showing = showing.then(async () => sendAll(await completed(drafts), event.position))
      .catch((error) => {
        // coming back, the client gets what could not be shown
        system.report("showing an event", error);
        close("goingAway");
      })
      .finally(() => void waiting--);
  }

  /** What was missed since a place, or undefined where it is too much, too old, or of another log. */
  async function missedSince(place: Place | undefined): Promise<{ events: Event[]; frames: number } | undefined> {
    if (!place || place.log !== log.id || system.now().getTime() - place.at.getTime() > recoverableMs) return undefined;
    const events: Event[] = [];
    let frames = 0;
    for (let after = place.position;;) {
      const page = await log.read({ after, limit: pageSize, query: { any: [{ tags: [tag.user(viewer)] }] } });
      for (const event of page) {
        const count = push(event, viewer).length;
        if (count === 0) continue;
        frames += count;
        if (frames > recoverableFrames) return undefined;
        events.push(event);
      }
      if (page.length < pageSize) return { events, frames };
      after = page[page.length - 1].position;
    }
  }

  return {
    get identity() {
      return identity;
    },
    show,
    send,
    close,
    renew: (renewed) => void (identity = renewed),
    async begin(cursor) {
      kept ??= [];
      await showing;
      const place = cursor === undefined ? undefined : cursors.read(cursor);
      const missed = await missedSince(place);
      if (place && missed) {
        at = place.position;
        for (const event of missed.events) {
          sendAll(await completed(push(event, viewer)), event.position);
          at = event.position;
        }
      }
      const recovered = missed !== undefined;
      if (cursor !== undefined) send({ type: "resumed", cursor: cursorAt(at), data: { recovered } });
      const meanwhile = kept;
      kept = undefined;
      meanwhile.forEach(show);
      return { recovered };
    },
  };
}
