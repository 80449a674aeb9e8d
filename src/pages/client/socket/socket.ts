import { watchAttention } from "./attention.ts";
import { openBackOff } from "./back_off.ts";
import { type AskData, type AskType, type Coming, type Frame, isAnswer, type Reply } from "./frames.ts";
import { openHeartbeat } from "./heartbeat.ts";
import { openQuestions } from "./questions.ts";
import { openWire, type Wire } from "./wire.ts";

/*
 * A socket to Inyeon that comes back by itself and misses nothing. This folder stands alone, so that it can be read,
 * and taken, alone; `/asyncapi.json` lists every frame.
 *
 *  1. Look once over REST: `GET /api/sync` says how everything is, and gives a cursor.
 *  2. Connect to `/ws` with the subprotocols `inyeon.v1` and `bearer.<access token>`; never put the token in the URL.
 *     Add `lang.ko` or `lang.en` for the language of problems, and `resume` to announce step 3.
 *  3. Send `resume` with the last cursor at once. What was missed comes, then `resumed`. `recovered: false` means that
 *     it was too much or too long ago: look again, and resume from there.
 *  4. Frames are `{type, cursor?, data}`. From `resumed` on, the cursor is kept once the frame has been shown, not before.
 *  5. What is asked carries an `id`; its answer is `ack` or `error` with the same id.
 *  6. Send `ping` as often as `welcome` says, more often in a call. If nothing comes after one, the connection is dead:
 *     connect again.
 *  7. `auth.expiring`: get a new token and send it in `auth`; the socket stays.
 *  8. Closed with 4500–4999: stay away until the person does something. Anything else: come back, after a while that
 *     doubles and is partly random, so that a thousand clients of a restarted server do not come at once.
 */

/** What the socket needs of its page. */
export type SocketOptions = {
  url: string;
  language: () => string;
  /** An access token that is good; nothing where the page's cookie says who it is. */
  token: () => Promise<string | undefined>;
  /** Another one, after one that may not have been taken. */
  renew: () => Promise<string | undefined>;
  /** Shows how everything is and returns its cursor. */
  look: () => Promise<string>;
  onFrame: (frame: Frame) => void;
  onState: (state: "connected" | "connecting") => void;
  /** The server said not to come back. */
  onOver: (code: number) => void;
};

/** The socket's state, which the functions below share. */
type Line = {
  options: SocketOptions;
  questions: ReturnType<typeof openQuestions>;
  heart: ReturnType<typeof openHeartbeat>;
  backOff: ReturnType<typeof openBackOff>;
  stopWatching: () => void;
  wire?: Wire;
  cursor?: string;
  isOver: boolean;
  /** Whether the last wire never opened; a browser does not say why, and a token that is not taken is one reason. */
  isDoubted: boolean;
  /** One attempt at a time: a second look at the same moment could show an older state over a newer one. */
  connecting?: Promise<void>;
};

/** A socket that is kept open until it is closed. */
export type Socket = ReturnType<typeof openSocket>;

/** Connects, and stays connected. */
export function openSocket(options: SocketOptions) {
  const line: Line = {
    options,
    questions: openQuestions((frame) => line.wire?.send(frame)),
    heart: openHeartbeat({ ping: () => line.wire?.send({ type: "ping" }), dead: () => lose(line) }),
    backOff: openBackOff(() => void connect(line)),
    stopWatching: watchAttention({ hurry: () => hurry(line), lose: () => lose(line) }),
    isOver: false,
    isDoubted: false,
  };
  options.onState("connecting");
  void connect(line);

  return {
    /**
     * Asks for something and waits for the answer; while there is no connection, for that too. Throws `Refused`; where
     * it is `offline`, it may have been done, which is seen once connected.
     */
    async ask<T extends AskType>(type: T, data: AskData<T>): Promise<Reply<T>> {
      // TypeScript cannot see that a frame is answered by what REST would answer.
      return await line.questions.ask(type, data) as Reply<T>;
    },
    /** Sends what is only good now: without a connection it is not sent. */
    tell<T extends AskType>(type: T, data: AskData<T>): void {
      if (line.questions.isReady()) line.wire?.send({ type, data });
    },
    /** In a call a dead way must be found out sooner. */
    urgent(is: boolean): void {
      if (!line.heart.urgent(is) || !line.wire?.isOpen()) return;
      line.heart.check();
      line.heart.begin();
    },
    /** Reconnects, because the language is another. */
    again(): void {
      giveUp(line);
      void connect(line);
    },
    close: () => finish(line),
  };
}

function connect(line: Line): Promise<void> {
  return line.connecting ??= attempt(line).finally(() => line.connecting = undefined);
}

async function attempt(line: Line): Promise<void> {
  line.backOff.cancel();
  try {
    const access = line.isDoubted ? await line.options.renew() : await line.options.token();
    line.cursor ??= await line.options.look();
    if (!line.isOver && !line.wire) open(line, access);
  } catch {
    comeBack(line);
  }
}

function open(line: Line, access: string | undefined): void {
  const { url, language } = line.options;
  const pass = access ? [`bearer.${access}`] : [];
  line.isDoubted = true;
  line.wire = openWire(url, ["inyeon.v1", ...pass, `lang.${language()}`, "resume"], {
    opened() {
      line.isDoubted = false;
      line.wire?.send({ type: "resume", data: { cursor: line.cursor } });
      line.heart.begin();
    },
    came(frame) {
      line.heart.heard();
      void take(line, frame);
    },
    closed(code) {
      giveUp(line);
      // 4003: the token ran out
      if (code === 4003) line.isDoubted = true;
      if (code < 4500 || code > 4999) return comeBack(line);
      finish(line);
      line.options.onOver(code);
    },
  });
}

async function take(line: Line, frame: Coming): Promise<void> {
  if (isAnswer(frame)) return line.questions.settle(frame);
  if (frame.type === "welcome") return line.heart.beatAs(frame.data);
  if (frame.type === "resumed" && !frame.data.recovered) return await lookAgain(line);
  if (frame.type === "auth.expiring") return await bringToken(line);
  if (frame.type === "resumed") ready(line);
  else line.options.onFrame(frame);
  // a cursor before `resumed` would skip what was missed
  if (line.questions.isReady()) line.cursor = frame.cursor ?? line.cursor;
}

function ready(line: Line): void {
  line.backOff.reset();
  line.options.onState("connected");
  line.questions.ready();
}

async function lookAgain(line: Line): Promise<void> {
  line.cursor = undefined;
  try {
    line.cursor = await line.options.look();
    line.wire?.send({ type: "resume", data: { cursor: line.cursor } });
  } catch {
    lose(line);
  }
}

async function bringToken(line: Line): Promise<void> {
  try {
    const token = await line.options.renew();
    if (token) await line.questions.ask("auth", { token }, { isFirst: true });
  } catch {
    // the server closes with 4003 when it has run out, and the next attempt renews
  }
}

function giveUp(line: Line): void {
  line.heart.stop();
  line.wire?.drop();
  line.wire = undefined;
  line.questions.lost();
}

function comeBack(line: Line): void {
  if (line.isOver) return;
  line.options.onState("connecting");
  line.backOff.later(line.heart.isUrgent());
}

function lose(line: Line): void {
  giveUp(line);
  comeBack(line);
}

/** The network is back, or the person is: no need to wait. */
function hurry(line: Line): void {
  if (line.wire) line.heart.check();
  else void connect(line);
}

function finish(line: Line): void {
  line.isOver = true;
  line.backOff.cancel();
  line.stopWatching();
  giveUp(line);
}
