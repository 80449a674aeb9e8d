/*
 * A socket to Inyeon that comes back by itself and misses nothing. It stands alone, so that it can be read, and taken,
 * alone; `/asyncapi.json` lists every frame.
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

const heardWithinMs = 5_000;
const firstWaitMs = 500;
const longestWaitMs = { calm: 30_000, urgent: 2_000 };
const askWithinMs = 20_000;

/**
 * @param {{
 *   url: string,
 *   language: () => string,
 *   token: () => Promise<string>,
 *   renew: () => Promise<string>,
 *   look: () => Promise<string>,
 *   onFrame: (type: string, data: any) => void,
 *   onState: (state: "connected" | "connecting") => void,
 *   onOver: (code: number) => void,
 * }} options
 *   `token`: an access token that is good; `renew`: a new one; `look`: shows how everything is and returns its cursor;
 *   `onOver`: the server said not to come back
 */
export function openSocket({ url, language, token, renew, look, onFrame, onState, onOver }) {
  /** @type {WebSocket | undefined} */
  let socket;
  /** @type {string | undefined} */
  let cursor;
  let isReady = false;
  let isOver = false;
  let isUrgent = false;
  /** Attempts in a row that came to nothing. */
  let failures = 0;
  /** Whether the last socket never opened; a browser does not say why, and a token that is not taken is one reason. */
  let isDoubted = false;
  let heardAt = 0;
  let pingEveryMs = { calm: 25_000, urgent: 5_000 };
  let askedCount = 0;
  let retry, beat, answerBy;
  /** @type {Promise<void> | undefined} */
  let connecting;
  /** @type {Map<number, { resolve: (data: any) => void, reject: (error: Error) => void }>} */
  const asked = new Map();
  /** @type {Set<() => void>} */
  const waitingForReady = new Set();

  /** One attempt at a time: a second look at the same moment could show an older state over a newer one. */
  function connect() {
    return connecting ??= attempt().finally(() => connecting = undefined);
  }

  async function attempt() {
    clearTimeout(retry);
    try {
      const access = isDoubted ? await renew() : await token();
      cursor ??= await look();
      if (isOver || socket) return;
      open(access);
    } catch {
      comeBack();
    }
  }

  function open(access) {
    const mine = new WebSocket(url, ["inyeon.v1", `bearer.${access}`, `lang.${language()}`, "resume"]);
    socket = mine;
    isDoubted = true;
    // one that was given up may still say something: it is not listened to
    const ifMine = (handle) => (event) => mine === socket && handle(event);
    mine.onopen = ifMine(() => {
      isDoubted = false;
      heardAt = Date.now();
      send({ type: "resume", data: { cursor } });
      keepBeating();
    });
    mine.onmessage = ifMine(({ data }) => {
      heardAt = Date.now();
      void take(JSON.parse(data));
    });
    mine.onclose = ifMine(({ code }) => {
      giveUp();
      // 4003: the token ran out
      if (code === 4003) isDoubted = true;
      if (code >= 4500 && code <= 4999) finish(code);
      else comeBack();
    });
  }

  async function take({ type, id, cursor: next, data }) {
    if (type === "ack" || type === "error") return settle(type, id, data);
    if (type === "welcome") return beatAs(data);
    if (type === "resumed" && !data.recovered) return await lookAgain();
    if (type === "auth.expiring") return await bringToken();
    if (type === "resumed") ready();
    else onFrame(type, data);
    // a cursor before `resumed` would skip what was missed
    if (isReady) cursor = next ?? cursor;
  }

  function ready() {
    isReady = true;
    failures = 0;
    onState("connected");
    for (const go of waitingForReady) go();
    waitingForReady.clear();
  }

  async function lookAgain() {
    cursor = undefined;
    try {
      cursor = await look();
      send({ type: "resume", data: { cursor } });
    } catch {
      giveUp();
      comeBack();
    }
  }

  async function bringToken() {
    try {
      await ask("auth", { token: await renew() });
    } catch {
      // the server closes with 4003 when it has run out, and the next attempt renews
    }
  }

  function settle(type, id, data) {
    const waiting = asked.get(id);
    asked.delete(id);
    if (type === "ack") waiting?.resolve(data);
    else waiting?.reject(Object.assign(new Error(data.detail), data));
  }

  function send(frame) {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  }

  /** Lets go of the socket, without waiting for a good-bye that may take a minute on a dead way. */
  function giveUp() {
    clearTimeout(beat);
    clearTimeout(answerBy);
    const former = socket;
    socket = undefined;
    isReady = false;
    former?.close();
    for (const { reject } of asked.values()) reject(offline());
    asked.clear();
  }

  function comeBack() {
    if (isOver) return;
    onState("connecting");
    clearTimeout(retry);
    const longest = longestWaitMs[isUrgent ? "urgent" : "calm"];
    const wait = Math.min(longest, firstWaitMs * 2 ** failures++);
    retry = setTimeout(connect, wait * (0.5 + Math.random() / 2));
  }

  function finish(code) {
    isOver = true;
    clearTimeout(retry);
    giveUp();
    removeEventListener("online", hurry);
    removeEventListener("offline", lose);
    document.removeEventListener("visibilitychange", appear);
    if (code !== undefined) onOver(code);
  }

  function beatAs({ heartbeat_sec, heartbeat_in_call_sec }) {
    pingEveryMs = { calm: 1000 * heartbeat_sec, urgent: 1000 * heartbeat_in_call_sec };
    keepBeating();
  }

  function keepBeating() {
    clearTimeout(beat);
    beat = setTimeout(() => {
      ping();
      keepBeating();
    }, pingEveryMs[isUrgent ? "urgent" : "calm"]);
  }

  function ping() {
    const sentAt = Date.now();
    send({ type: "ping" });
    clearTimeout(answerBy);
    answerBy = setTimeout(() => {
      if (heardAt >= sentAt) return;
      lose();
    }, heardWithinMs);
  }

  function lose() {
    giveUp();
    comeBack();
  }

  /** The network is back, or the person is: no need to wait. */
  function hurry() {
    if (socket) ping();
    else void connect();
  }

  function appear() {
    if (document.visibilityState === "visible") hurry();
  }

  /**
   * Asks for something and waits for the answer; while there is no connection, for that too.
   *
   * @param {string} type
   * @param {Record<string, unknown>} [data]
   * @returns {Promise<any>} what REST would answer
   * @throws the server's problem, or `{code: "offline"}`: it may have been done, which is seen once connected
   */
  async function ask(type, data = {}) {
    if (!isReady && type !== "auth") await becomeReady();
    const id = ++askedCount;
    const { promise, resolve, reject } = Promise.withResolvers();
    asked.set(id, { resolve, reject });
    send({ type, id, data });
    return await promise;
  }

  function becomeReady() {
    const { promise, resolve, reject } = Promise.withResolvers();
    const timer = setTimeout(() => {
      waitingForReady.delete(go);
      reject(offline());
    }, askWithinMs);
    const go = () => {
      clearTimeout(timer);
      resolve();
    };
    waitingForReady.add(go);
    return promise;
  }

  addEventListener("online", hurry);
  addEventListener("offline", lose);
  document.addEventListener("visibilitychange", appear);
  onState("connecting");
  void connect();

  return {
    ask,
    /** Sends what is only good now: without a connection it is not sent. */
    tell(type, data) {
      if (isReady) send({ type, data });
    },
    /** In a call a dead way must be found out sooner. */
    urgent(is) {
      if (is === isUrgent) return;
      isUrgent = is;
      if (socket?.readyState !== WebSocket.OPEN) return;
      ping();
      keepBeating();
    },
    /** Connects anew, because the language is another. */
    again() {
      giveUp();
      void connect();
    },
    close: () => finish(undefined),
  };
}

function offline() {
  return Object.assign(new Error("offline"), { code: "offline", status: 0, detail: "offline" });
}
