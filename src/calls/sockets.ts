import type { Hub, SocketWatch } from "../realtime/hub.ts";
import type { SocketLimits } from "../realtime/limits.ts";
import type { Frame } from "../realtime/protocol.ts";
import type { System } from "../system.ts";
import { attendCalls } from "./call_presence.ts";
import { keepInQueue } from "./queue_presence.ts";

const attendEveryMs = 2_000;
/** How often people with a socket are noted as there: those who wait for a match leave the queue otherwise. */
const usualQueueEveryMs = 20_000;

declare module "../realtime/limits.ts" {
  interface SocketLimits {
    queueEveryMs?: number;
  }
}

/** Someone who has, or had until now, a socket in a call. */
type Attendance = { callId: number; userId: number };

/**
 * Watches sockets for calls: who has one stays in the queue, who loses their last one leaves their call after a while, and
 * each of the two is told whether the other is there.
 */
export function watchSockets(
  system: System,
  hub: Hub,
  { queueEveryMs = usualQueueEveryMs }: SocketLimits,
): SocketWatch {
  const { sql, now, report, tail, openCalls } = system;
  const failed = (error: unknown) => report("sockets", error);

  /** Notes who has a socket in a call: until the next note, or until now where it is gone. */
  function note(present: readonly Attendance[], isHere: boolean): void {
    void attendCalls(sql, present, new Date(now().getTime() + (isHere ? attendEveryMs : 0))).catch(failed);
  }

  const attendanceOf = (userId: number): Attendance[] => {
    const callId = openCalls.of(userId);
    return callId === undefined ? [] : [{ callId, userId }];
  };

  /** The other of a call is told here whether someone is there; those elsewhere hear it from their own process. */
  function tellPartner(userId: number): void {
    const callId = openCalls.of(userId);
    const two = callId === undefined ? undefined : openCalls.people(callId);
    if (callId === undefined || !two) return;
    const partner = two[0] === userId ? two[1] : two[0];
    const data = { call_session_id: String(callId), online: hub.isOnline(userId) };
    hub.sendHere(partner, JSON.stringify({ type: "presence", data } satisfies Frame));
  }

  const stopListening = tail.on((event) => {
    if (event.type === "CallStarted") note(event.data.userIds.filter(hub.isHere).flatMap(attendanceOf), true);
  });
  const timers = [
    setInterval(() => note([...hub.here()].flatMap(attendanceOf), true), attendEveryMs),
    setInterval(() => void keepInQueue(sql, [...hub.here()], now()).catch(failed), queueEveryMs),
  ];
  return {
    changed(userId, where) {
      if (where === "here") note(attendanceOf(userId), hub.isHere(userId));
      tellPartner(userId);
    },
    isBusy: (userId) => openCalls.of(userId) !== undefined,
    [Symbol.dispose]() {
      stopListening();
      timers.forEach(clearInterval);
    },
  };
}
