import { tag } from "../../events/event.ts";
import type { Event } from "../../events/vocabulary.ts";
import type { Identity } from "../http/request.ts";
import type { System } from "../system.ts";
import type { CloseReason } from "./close_codes.ts";
import type { Cursors, Place } from "./cursor.ts";
import type { Heartbeat } from "./own_frames.ts";
import type { Frame } from "./protocol.ts";
import { complete, type Draft, type Pusher } from "./push.ts";

/** Events that may wait to be shown. */
const eventsLimit = 2_000;
/** Clients that missed more than this take `GET /api/sync` instead, which is cheaper. */
const recoverableFrames = 1_000;
const recoverableMs = 24 * 3600 * 1000;
const pageSize = 500;

/** An authenticated socket: shows its person what the log says to them, in order, each event once. */
export type Connection = {
  readonly identity: Identity;
  /** Shows an event to its person, if it is for them and was not shown yet. */
  show(event: Event): void;
  /** Sends an ephemeral frame (JSON text). It is not repeated if lost. */
  send(text: string): void;
  /** Sends `welcome`, before anything else. */
  greet(): void;
  /** No `resume` comes first: sends what was held back, then what is new. */
  begin(): void;
  /** Sends what was missed since a cursor, says whether it was everything, then goes on live. One at a time. */
  resume(cursor: string): Promise<void>;
  /** A new token of the same person. */
  renew(identity: Identity): void;
  close(reason: CloseReason): void;
};

/** What a connection is made of. */
export type ConnectionParts = {
  system: System;
  push: Pusher;
  cursors: Cursors;
  identity: Identity;
  /** Whether the client announced `resume` in its upgrade. */
  resumes: boolean;
  heartbeat: Heartbeat;
  send(text: string): void;
  /** Nothing is sent after it. */
  close(reason: CloseReason): void;
  /** Aborts when the socket closes, from either side. */
  gone: AbortSignal;
};

/**
 * Makes the connection of a socket. Events are sent at once, or held back until `resume` if that was announced.
 *
 * While a `resume` may still come, frames carry no cursor: a client that kept one and was cut off before `resumed` would
 * resume from there and never see what it had missed.
 */
export function makeConnection(parts: ConnectionParts): Connection {
  const { system, push, cursors, resumes, heartbeat, send, close, gone } = parts;
  const { log, tail } = system;
  const viewer = parts.identity.userId;
  let identity = parts.identity;
  /** Up to where events were shown. */
  let at = tail.position();
  let kept: Event[] | undefined = resumes ? [] : undefined;
  /** Whether frames carry cursors yet. */
  let marks = false;
  let waiting = 0;
  let showing = Promise.resolve();
  let resuming = 0;
  let lastResume = Promise.resolve();

  const cursorAt = (position: number) => cursors.write({ position, at: system.now() });

  /** The frames of one event together: only the last says that it was shown. */
  function sendAll(frames: readonly Frame[], position: number): void {
    frames.forEach((frame, n) => {
      const text = JSON.stringify(frame);
      // a cursor needs no escaping
      send(!marks || n < frames.length - 1 ? text : `${text.slice(0, -1)},"cursor":"${cursorAt(position)}"}`);
    });
  }

  async function completed(drafts: readonly Draft[]): Promise<Frame[]> {
    const frames = await Promise.all(drafts.map((draft) => complete(system, draft, viewer)));
    return frames.filter((frame) => frame !== undefined);
  }

  /** The client gets what could not be shown when it comes back. Nothing is sent after this: a later cursor would hide it. */
  function giveUp(what: string, error: unknown): void {
    system.report(what, error);
    close("goingAway");
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
    if (waiting === 0 && drafts.every((draft): draft is Frame => !("complete" in draft))) {
      return sendAll(drafts, event.position);
    }
    if (++waiting > eventsLimit) return close("tooSlow");
    showing = showing.then(async () => sendAll(await completed(drafts), event.position))
      .catch((error) => giveUp("showing an event", error))
      .finally(() => void waiting--);
  }

  function release(): void {
    if (resuming > 0 || !kept) return;
    const meanwhile = kept;
    kept = undefined;
    meanwhile.forEach(show);
  }

  /** What was missed since a place, or undefined where it is too much, too old, or of another log. */
  async function missedSince(place: Place | undefined): Promise<Event[] | undefined> {
    if (!place || system.now().getTime() - place.at.getTime() > recoverableMs) return undefined;
    // a log restored as the same one may be shorter than what was shown of it
    if (place.position > tail.position() && place.position > await log.head()) return undefined;
    const events: Event[] = [];
    let frames = 0;
    for (let after = place.position; !gone.aborted;) {
      const page = await log.read({ after, limit: pageSize, query: { any: [{ tags: [tag.user(viewer)] }] } });
      for (const event of page) {
        const count = push(event, viewer).length;
        if (count === 0) continue;
        frames += count;
        if (frames > recoverableFrames) return undefined;
        events.push(event);
      }
      if (page.length < pageSize) return events;
      after = page[page.length - 1].position;
    }
    return undefined;
  }

  async function recover(cursor: string): Promise<void> {
    await showing;
    if (gone.aborted) return;
    const place = cursors.read(cursor);
    const missed = await missedSince(place);
    // missed frames come in order, so their cursors skip nothing; but an announced resume promises none before `resumed`
    marks ||= !resumes;
    if (place && missed) {
      at = place.position;
      for (const event of missed) {
        if (gone.aborted) return;
        sendAll(await completed(push(event, viewer)), event.position);
        at = event.position;
      }
    }
    marks = true;
    send(JSON.stringify({ type: "resumed", cursor: cursorAt(at), data: { recovered: missed !== undefined } }));
  }

  return {
    get identity() {
      return identity;
    },
    show,
    send,
    close,
    greet() {
      const data = { cursor: resumes ? null : cursorAt(at), ...heartbeat };
      send(JSON.stringify({ type: "welcome", data } satisfies Frame));
    },
    begin() {
      // `resumed` is still to come where it was announced
      marks ||= !resumes;
      release();
    },
    renew: (renewed) => void (identity = renewed),
    resume(cursor) {
      kept ??= [];
      resuming++;
      return lastResume = lastResume.then(() => recover(cursor))
        .catch((error) => giveUp("resuming", error))
        .finally(() => {
          resuming--;
          release();
        });
    },
  };
}
