import type { Event } from "../../events/vocabulary.ts";
import type { Identity } from "../http/request.ts";
import type { System } from "../system.ts";
import type { CloseReason } from "./close_codes.ts";
import type { Cursors } from "./cursor.ts";
import { missedSince } from "./missed.ts";
import type { Heartbeat } from "./own_frames.ts";
import type { Frame } from "./protocol.ts";
import type { Pusher } from "./push.ts";
import { makeShowing } from "./showing.ts";

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
  const { system, cursors, resumes, heartbeat, send, close, gone } = parts;
  const viewer = parts.identity.userId;
  let { identity } = parts;
  let resuming = 0;
  let lastResume = Promise.resolve();
  const showing = makeShowing({ ...parts, viewer, giveUp });
  if (resumes) showing.hold();

  /** The client gets what could not be shown when it comes back. Nothing is sent after this: a later cursor would hide it. */
  function giveUp(what: string, error: unknown): void {
    system.report(what, error);
    close("goingAway");
  }

  async function recover(cursor: string): Promise<void> {
    await showing.settled();
    if (gone.aborted) return;
    const place = cursors.read(cursor);
    const missed = await missedSince(place, { ...parts, viewer });
    // missed frames come in order, so their cursors skip nothing; but an announced resume promises none before `resumed`
    if (!resumes) showing.mark();
    if (place && missed) await showing.showFrom(place.position, missed, gone);
    if (gone.aborted) return;
    showing.mark();
    send(JSON.stringify({ type: "resumed", cursor: showing.cursor(), data: { recovered: missed !== undefined } }));
  }

  return {
    get identity() {
      return identity;
    },
    show: showing.show,
    send,
    close,
    greet() {
      const data = { cursor: resumes ? null : showing.cursor(), ...heartbeat };
      send(JSON.stringify({ type: "welcome", data } satisfies Frame));
    },
    begin() {
      // `resumed` is still to come where it was announced
      if (!resumes) showing.mark();
      if (resuming === 0) showing.release();
    },
    renew: (renewed) => void (identity = renewed),
    resume(cursor) {
      showing.hold();
      resuming++;
      return lastResume = lastResume.then(() => recover(cursor))
        .catch((error) => giveUp("resuming", error))
        .finally(() => {
          if (--resuming === 0) showing.release();
        });
    },
  };
}
