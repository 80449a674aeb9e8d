import type { Event } from "../../events/vocabulary.ts";
import type { System } from "../system.ts";
import { openBus } from "./bus.ts";
import type { Connection } from "./connection.ts";
import { followOpenCalls, type OpenCalls } from "./open_calls.ts";
import { makePace, type Pace, type PaceOptions } from "../http/pace.ts";
import { openPresence } from "./presence.ts";
import type { Frame } from "./protocol.ts";
import { peopleOf } from "./push.ts";

/** Everyone's sockets on this process, and the way to those on others. */
export type Hub = {
  calls: OpenCalls;
  join(connection: Connection): void;
  leave(connection: Connection): void;
  /** The pace of a person, shared by their sockets. */
  paceOf(userId: number): Pace;
  isOnline(userId: number): boolean;
  /** Who has a socket here. */
  here(): Iterable<number>;
  /** Sends an ephemeral frame (JSON text) to every socket of a person on any process. Returns false if they have none. */
  send(userId: number, text: string): boolean;
  close(): Promise<void>;
};

/** Someone who has, or had until now, a socket in a call. */
export type Attendance = { callId: number; userId: number };

export type HubOptions = {
  /** Names this process. */
  me: string;
  pace: PaceOptions;
  /** Of more than these, the oldest is closed. */
  socketsAPerson: number;
  /** Called at once when someone in a call gets a socket here or loses their last one. */
  attended(present: Attendance[], isHere: boolean): void;
};

/** Opens the hub of a process. */
export async function openHub(system: System, options: HubOptions): Promise<Hub> {
  const { tail, registry, sql, report } = system;
  const people = new Map<number, { sockets: Set<Connection>; pace: Pace }>();
  const calls = await followOpenCalls(tail, registry);
  const bus = await openBus(sql, options.me, report);
  const presence = openPresence(bus, tellPartner);
  bus.onMessage((from, message) => {
    if (presence.take(from, message)) return;
    const relayed = message as { to: number; text: string };
    sendHere(relayed.to, relayed.text);
  });

  const stopListening = tail.on((event) => {
    for (const userId of peopleOf(event)) {
      const sockets = people.get(userId)?.sockets;
      if (!sockets) continue;
      for (const connection of sockets) connection.show(event);
      closeWhere(sockets, event);
      if (event.type === "CallStarted") attend(userId, true);
    }
  });

  function attend(userId: number, isHere: boolean): void {
    const callId = calls.of(userId);
    if (callId !== undefined) options.attended([{ callId, userId }], isHere);
  }

  /** A session that is over has no sockets, and a person who may not act has none. */
  function closeWhere(sockets: Set<Connection>, event: Event): void {
    // closing one takes it out
    for (const connection of [...sockets]) {
      const { userId, sessionId } = connection.identity;
      if (event.type === "SessionEnded" && event.data.sessionId === sessionId) connection.close("sessionEnded");
      if ((event.type === "AccountSuspended" || event.type === "AccountErased") && event.data.userId === userId) {
        connection.close("barred");
      }
    }
  }

  function sendHere(userId: number, text: string): boolean {
    const sockets = people.get(userId)?.sockets;
    if (!sockets || sockets.size === 0) return false;
    for (const connection of sockets) connection.send(text);
    return true;
  }

  function send(userId: number, text: string): boolean {
    const sent = sendHere(userId, text);
    if (!presence.isElsewhere(userId)) return sent;
    bus.publish({ to: userId, text });
    return true;
  }

  const isOnline = (userId: number) => people.has(userId) || presence.isElsewhere(userId);

  /** The other of a call is told here whether someone is there; those elsewhere hear it from their own process. */
  function tellPartner(userId: number): void {
    const callId = calls.of(userId);
    const two = callId === undefined ? undefined : calls.people(callId);
    if (callId === undefined || !two) return;
    const partner = two[0] === userId ? two[1] : two[0];
    const data = { call_session_id: String(callId), online: isOnline(userId) };
    sendHere(partner, JSON.stringify({ type: "presence", data } satisfies Frame));
  }

  return {
    calls,
    isOnline,
    send,
    here: () => people.keys(),
    paceOf: (userId) => people.get(userId)?.pace ?? makePace(options.pace),
    join(connection) {
      const { userId } = connection.identity;
      const known = people.get(userId);
      if (known) {
        known.sockets.add(connection);
        const [oldest] = known.sockets;
        if (known.sockets.size > options.socketsAPerson) oldest.close("tooMany");
        return;
      }
      people.set(userId, { sockets: new Set([connection]), pace: makePace(options.pace) });
      presence.set(userId, true);
      attend(userId, true);
      tellPartner(userId);
    },
    leave(connection) {
      const { userId } = connection.identity;
      const known = people.get(userId);
      if (!known?.sockets.delete(connection) || known.sockets.size > 0) return;
      people.delete(userId);
      presence.set(userId, false);
      attend(userId, false);
      tellPartner(userId);
    },
    async close() {
      stopListening();
      presence.close();
      await bus.close();
    },
  };
}
