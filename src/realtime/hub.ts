import type { Event } from "../../events/vocabulary.ts";
import { makePace, type Pace, type PaceOptions } from "../http/pace.ts";
import type { System } from "../system.ts";
import { openBus } from "./bus.ts";
import type { CloseReason } from "./close_codes.ts";
import type { Connection } from "./connection.ts";
import { openPresence } from "./presence.ts";
import { peopleOf } from "./push.ts";

/** Everyone's sockets on this process, and the way to those on others, as an app uses them. */
export type Hub = {
  /** Whether a person has a socket, on any process. */
  isOnline(userId: number): boolean;
  isHere(userId: number): boolean;
  /** Who has a socket here. */
  here(): Iterable<number>;
  /** Sends an ephemeral frame (JSON text) to every socket of a person on any process. Returns false if they have none. */
  send(userId: number, text: string): boolean;
  /** The same on this process alone. */
  sendHere(userId: number, text: string): boolean;
  /** Closes a person's sockets here: all of them, or those of one session. */
  close(userId: number, reason: CloseReason, sessionId?: string): void;
};

/** What an app does about people's sockets; see `sockets` in `src/app.ts`. */
export type SocketWatch = Partial<Disposable> & {
  /** Someone's first socket here was opened, or their last one closed; or another process told so of its own. */
  changed?(userId: number, where: "here" | "elsewhere"): void;
  /** Whether a person is in the midst of something in which a silent client counts as gone. */
  isBusy?(userId: number): boolean;
};

/** The hub as sockets use it. */
export type SocketHub = Hub & AsyncDisposable & {
  join(connection: Connection): void;
  leave(connection: Connection): void;
  /** The pace of a person, shared by their sockets. */
  paceOf(userId: number): Pace;
};

export type HubOptions = {
  /** Names this process. */
  me: string;
  pace: PaceOptions;
  /** Of more than these, the oldest is closed. */
  socketsAPerson: number;
  changed: NonNullable<SocketWatch["changed"]>;
};

type Person = { sockets: Set<Connection>; pace: Pace };

/** Opens the hub of a process. */
export async function openHub({ tail, sql, report }: System, options: HubOptions): Promise<SocketHub> {
  const { changed } = options;
  const people = new Map<number, Person>();
  const hub = localHub(people);
  const bus = await openBus(sql, options.me, report);
  const presence = openPresence(bus, (userId) => changed(userId, "elsewhere"));
  bus.onMessage((from, message) => {
    if (presence.take(from, message)) return;
    const relayed = message as { to: number; text: string };
    hub.sendHere(relayed.to, relayed.text);
  });

  const stopListening = tail.on((event) => showTo(people, event));

  function note(userId: number, isHere: boolean): void {
    presence.set(userId, isHere);
    changed(userId, "here");
  }

  return {
    ...hub,
    isOnline: (userId) => people.has(userId) || presence.isElsewhere(userId),
    send(userId, text) {
      const sent = hub.sendHere(userId, text);
      if (!presence.isElsewhere(userId)) return sent;
      bus.publish({ to: userId, text });
      return true;
    },
    paceOf: (userId) => people.get(userId)?.pace ?? makePace(options.pace),
    join(connection) {
      const { userId } = connection.identity;
      const known = people.get(userId);
      if (!known) {
        people.set(userId, { sockets: new Set([connection]), pace: makePace(options.pace) });
        return note(userId, true);
      }
      known.sockets.add(connection);
      const [oldest] = known.sockets;
      if (known.sockets.size > options.socketsAPerson) oldest.close("tooMany");
    },
    leave(connection) {
      const { userId } = connection.identity;
      const known = people.get(userId);
      if (!known?.sockets.delete(connection) || known.sockets.size > 0) return;
      people.delete(userId);
      note(userId, false);
    },
    async [Symbol.asyncDispose]() {
      stopListening();
      presence.close();
      await bus.close();
    },
  };
}

/** The sockets of the people an event is about show it. */
function showTo(people: ReadonlyMap<number, Person>, event: Event): void {
  for (const userId of peopleOf(event)) {
    for (const connection of people.get(userId)?.sockets ?? []) connection.show(event);
  }
}

/** What concerns this process's sockets alone. */
function localHub(people: ReadonlyMap<number, Person>): Pick<Hub, "isHere" | "here" | "sendHere" | "close"> {
  return {
    isHere: (userId) => people.has(userId),
    here: () => people.keys(),
    sendHere(userId, text) {
      const sockets = people.get(userId)?.sockets;
      if (!sockets || sockets.size === 0) return false;
      for (const connection of sockets) connection.send(text);
      return true;
    },
    close(userId, reason, sessionId) {
      // closing one takes it out
      for (const connection of [...people.get(userId)?.sockets ?? []]) {
        if (sessionId === undefined || connection.identity.sessionId === sessionId) connection.close(reason);
      }
    },
  };
}
