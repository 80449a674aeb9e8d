import { z } from "zod";
import type { Frame } from "../../src/realtime/protocol.ts";
import type { Door, Person } from "../support/client.ts";
import { pause } from "../support/pause.ts";

/** A frame of the log as a client keeps it. */
export type Kept = { type: string; cursor?: string; data: Record<string, unknown> };

/** Someone who keeps coming back, and keeps what they were shown. */
export type Member = {
  person: Person;
  /** Frames that came from the log, over all their sockets. */
  view: Kept[];
  /** What each resume said. */
  recovered: boolean[];
  /** How often they came. */
  sockets: number;
  /** Asks for nothing more, and goes on listening. */
  rest(): void;
  /** Resolves once a resume says that all is there up to now. */
  caughtUp(): Promise<void>;
  leave(): Promise<void>;
};

const frame = z.looseObject({
  type: z.string(),
  cursor: z.string().optional(),
  data: z.record(z.string(), z.unknown()),
});
/** What is no event of the log. */
const fleeting = ["ack", "error", "welcome", "resumed", "presence", "call.signal", "auth.expiring"];
const againAfterMs = 20;

/**
 * Someone joins: comes to one of the doors, acts on what they see, and resumes whenever the line breaks.
 *
 * @param announces whether they say with the upgrade that they resume, as clients of today do
 */
export function member(
  person: Person,
  cursor: string,
  { doors, random, announces }: { doors: readonly Door[]; random: () => number; announces: boolean },
): Member {
  const view: Kept[] = [];
  /** What came without a cursor: it is kept once one comes, and comes again where none does. */
  let uncertain: Kept[] = [];
  const recovered: boolean[] = [];
  let last = cursor;
  let isResting = false;
  let isLeaving = false;
  let socket: WebSocket | undefined;
  let sockets = 0;
  let caughtUp = Promise.withResolvers<void>();

  function say(type: string, data: object): void {
    if (!isResting && socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type, data }));
  }

  /** Goes on from what was seen last: nothing else is remembered. */
  function act(): void {
    const seen = view.findLast(({ type }) => type.startsWith("match.") || type.startsWith("call."));
    const { type, data } = seen as Frame | undefined ?? { type: undefined, data: undefined };
    if (type === "match.offered") {
      return say("match.decide", { match_id: data.match_id, decision: random() < 0.9 ? "accept" : "reject" });
    }
    if (type === "match.matched") return say("call.start", { match_id: data.match_id });
    if (type === "call.started") return say("call.end", { call_session_id: data.call_session_id });
    say("match.request", {});
  }

  function keep(cursor: string | undefined): void {
    view.push(...uncertain);
    uncertain = [];
    last = cursor ?? last;
  }

  function take(text: string): void {
    const came = frame.parse(JSON.parse(text));
    if (came.type === "resumed") {
      keep(came.cursor);
      recovered.push(Boolean(came.data.recovered));
      caughtUp.resolve();
      act();
    } else if (!fleeting.includes(came.type)) {
      // what comes before the resume is heard of comes again after it
      if (!announces && came.cursor === undefined) return;
      uncertain.push(came);
      if (came.cursor === undefined) return;
      keep(came.cursor);
      if (came.type !== "gems.changed") act();
    }
  }

  function come(): Promise<void> {
    const door = doors[Math.floor(random() * doors.length)];
    const { promise, resolve } = Promise.withResolvers<void>();
    const own = socket = new WebSocket(`${door.url.replace("http", "ws")}/ws`, [
      "inyeon.v1",
      `bearer.${person.access}`,
      ...(announces ? ["resume"] : []),
    ]);
    uncertain = [];
    own.onopen = () => {
      sockets++;
      own.send(JSON.stringify({ type: "resume", data: { cursor: last } }));
    };
    own.onmessage = ({ data }) => take(data);
    own.onerror = () => {};
    own.onclose = () => resolve();
    return promise;
  }

  const living = (async () => {
    while (!isLeaving) {
      await come();
      await pause(againAfterMs);
    }
  })();

  return {
    person,
    view,
    recovered,
    get sockets() {
      return sockets;
    },
    rest: () => void (isResting = true),
    caughtUp() {
      caughtUp = Promise.withResolvers<void>();
      socket?.close();
      return caughtUp.promise;
    },
    async leave() {
      isLeaving = true;
      socket?.close();
      await living;
    },
  };
}
