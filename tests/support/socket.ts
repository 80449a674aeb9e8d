import { z } from "zod";
import { problemSchema } from "../../src/http/problem.ts";
import { pushed, type PushedType } from "../../src/realtime/protocol.ts";
import { callOf, type Door, matched, type Person } from "./client.ts";

const frame = z.looseObject({
  type: z.string(),
  id: z.union([z.string(), z.number()]).optional(),
  cursor: z.string().optional(),
  data: z.record(z.string(), z.unknown()),
});

/** Throws, which fails the test, unless a frame has exactly the data that the protocol says. */
function assertFits({ type, data }: Seen): void {
  if (type === "ack") return;
  const schema = type === "error" ? problemSchema : Object.hasOwn(pushed, type) && pushed[type as PushedType];
  if (!schema) throw new Error(`The protocol knows no frame ${type}.`);
  schema.strict().parse(data);
}

/** A frame as it came. */
export type Seen = z.output<typeof frame>;

/** A client of the socket, for tests. */
export type Client = AsyncDisposable & {
  /** The first frame; rejects where the socket closed before. */
  welcome: Promise<Seen>;
  /** Everything that came but the welcome, in order. */
  seen: Seen[];
  /** The last cursor that came. */
  cursor(): string | undefined;
  /** Sends a frame and waits for its answer. */
  ask(type: string, data?: unknown): Promise<Seen>;
  /** Sends a frame and waits for nothing. */
  say(frame: unknown): void;
  sayRaw(data: string | Uint8Array<ArrayBuffer>): void;
  /** The next answer, to whichever frame, that nobody has been given yet. */
  answer(): Promise<Seen>;
  /** The next frame of a type that nobody has been given yet. */
  next(type: string): Promise<Seen>;
  closed: Promise<{ code: number; reason: string }>;
  close(): Promise<void>;
};

/** How a client says who it is. */
export type Way = "subprotocol" | "header" | "frame" | "none";

/**
 * Opens a socket and, unless told otherwise, says who it is and waits for the welcome.
 *
 * @param protocols what its subprotocols name besides, where it has some: `resume`, `lang.en`
 */
export async function openSocket(
  door: Door,
  someone?: Pick<Person, "access">,
  way: Way = "subprotocol",
  protocols: readonly string[] = [],
): Promise<Client> {
  const url = `${door.url.replace("http", "ws")}/ws`;
  const socket = way === "header"
    ? new WebSocket(url, { headers: { authorization: `Bearer ${someone?.access}` } })
    : new WebSocket(url, [
      "inyeon.v1",
      ...(way === "subprotocol" ? [`bearer.${someone?.access}`] : []),
      ...protocols,
    ]);
  const seen: Seen[] = [];
  const untaken: Seen[] = [];
  const waiting = new Set<() => void>();
  const closed = Promise.withResolvers<{ code: number; reason: string }>();
  const welcome = Promise.withResolvers<Seen>();
  welcome.promise.catch(() => {});
  let isClosed = false;
  let cursor: string | undefined;
  let asked = 0;

  socket.onmessage = ({ data }) => {
    const came = frame.parse(JSON.parse(data));
    assertFits(came);
    cursor = came.cursor ?? cursor;
    if (came.type === "welcome") return welcome.resolve(came);
    seen.push(came);
    untaken.push(came);
    for (const look of waiting) look();
  };
  socket.onerror = () => {};
  socket.onclose = ({ code, reason }) => {
    isClosed = true;
    closed.resolve({ code, reason });
    welcome.reject(new Error(`The socket closed before the welcome; ${describe()}`));
    for (const look of waiting) look();
  };
  await Promise.race([new Promise<void>((resolve) => socket.onopen = () => resolve()), closed.promise]);

  function take(what: string, wanted: (came: Seen) => boolean, withinMs = 30_000): Promise<Seen> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => end(() => reject(new Error(`No ${what} came; ${describe()}`))), withinMs);
      const end = (then: () => void) => {
        clearTimeout(timer);
        waiting.delete(look);
        then();
      };
      const look = () => {
        const at = untaken.findIndex(wanted);
        if (at >= 0) end(() => resolve(untaken.splice(at, 1)[0]));
        else if (isClosed) end(() => reject(new Error(`The socket closed before ${what} came; ${describe()}`)));
      };
      waiting.add(look);
      look();
    });
  }

  function describe(): string {
    return `there came ${JSON.stringify(seen.slice(-5))}`;
  }

  const client: Client = {
    welcome: welcome.promise,
    seen,
    closed: closed.promise,
    cursor: () => cursor,
    say: (frame) => socket.send(JSON.stringify(frame)),
    sayRaw: (data) => socket.send(data),
    ask(type, data = {}) {
      const id = ++asked;
      socket.send(JSON.stringify({ type, id, data }));
      return take(`answer to ${type}`, (came) => came.id === id && (came.type === "ack" || came.type === "error"));
    },
    answer: () => take("answer", ({ type }) => type === "ack" || type === "error"),
    next: (type) => take(type, (came) => came.type === type),
    async close() {
      socket.close();
      await closed.promise;
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
  if (way === "frame") {
    const answer = await client.ask("auth", { token: someone?.access });
    if (answer.type !== "ack") throw new Error(`Not let in: ${JSON.stringify(answer)}`);
  }
  if (way !== "none") await Promise.race([welcome.promise.catch(() => {}), closed.promise]);
  return client;
}

/** The cursor of a snapshot of now. */
export async function cursorOf(person: Person): Promise<string> {
  return z.looseObject({ cursor: z.string() }).parse((await person.get("/api/sync")).body).cursor;
}

/** Two people, on whichever servers, meet and call; returns the call's id once both sockets have heard of it. */
export async function inCall(one: Person, other: Person, sockets: readonly Client[] = []): Promise<string> {
  const call_session_id = await callOf(one, await matched(one, other));
  await Promise.all(sockets.map((socket) => socket.next("call.started")));
  return call_session_id;
}
