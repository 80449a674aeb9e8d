import type { Doors } from "../http/doors.ts";
import type { Places } from "../http/places.ts";
import type { Identity, RequestMeta } from "../http/request.ts";
import type { System } from "../system.ts";
import type { Brought } from "./brought.ts";
import type { CloseReason } from "./close_codes.ts";
import type { Connection } from "./connection.ts";
import type { Cursors } from "./cursor.ts";
import { makeDialogue } from "./dialogue.ts";
import { makeHolder } from "./holder.ts";
import type { SocketHub } from "./hub.ts";
import type { SocketLimits } from "./limits.ts";
import { openWire } from "./wire.ts";

/** What all sockets of a process share. */
export type SocketOptions = {
  system: System;
  hub: SocketHub;
  brought: Brought;
  limits: SocketLimits;
  doors: Doors;
  /** Sockets not yet authenticated, by address. */
  strangers: Places;
  cursorsOf(userId: number): Cursors;
  /** All open sockets, for their keeper. */
  sockets: Set<OpenSocket>;
};

/** A socket as its keeper sees it. */
export type OpenSocket = {
  connection(): Connection | undefined;
  heardAtMs(): number;
  /** Whether the client has ever sent a `ping` frame, so that its silence means something. */
  pings: boolean;
  close(reason: CloseReason): void;
  /** Ends the connection at once. */
  cut(): void;
};

/** What is known about a socket at its upgrade. */
export type Opened = {
  meta: RequestMeta;
  known: Identity | undefined;
  resumes: boolean;
  peer: string;
  admitted: () => void;
};

/** Serves one socket from its upgrade to its end. */
export function serveSocket(
  socket: WebSocket,
  { meta, known, resumes, peer, admitted }: Opened,
  options: SocketOptions,
): void {
  const { doors, limits, sockets, system } = options;
  const wire = openWire(socket, {
    peer,
    doors,
    bufferedBytes: limits.bufferedBytes,
    take: (text) => void take(text),
    leave: () => holder.leave(),
    forget() {
      sockets.delete(open);
      admitted();
    },
  });
  const holder = makeHolder(wire, { resumes, admitted }, options);
  const { connection } = holder;
  const { heardAtMs, close, cut } = wire;
  const open: OpenSocket = { connection, heardAtMs, pings: false, close, cut };
  const take = makeDialogue({ wire, holder, open, meta, socket }, options);
  sockets.add(open);
  socket.onopen = () => {
    if (system.stopping.aborted) return close("goingAway");
    if (known) holder.welcome(known);
  };
}
