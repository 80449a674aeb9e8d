import { assert, assertEquals } from "@std/assert";
import { openSocket } from "../../src/pages/client/socket/socket.ts";

type Frame = { type: string; id?: number; data?: { cursor?: string } };

/** One socket of the page, as its server sees it. */
type Peer = {
  offered: string[];
  /** The next frame that is no ping. */
  next(): Promise<Frame>;
  /** Resolves at the first ping; each is answered. */
  pinged: Promise<void>;
  send(frame: object): void;
  close(code: number): void;
};

/** A server that says what a test tells it to. */
function scriptedServer() {
  const peers: Peer[] = [];
  const arrivals: ((peer: Peer) => void)[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    const offered = (request.headers.get("sec-websocket-protocol") ?? "").split(", ");
    const { socket, response } = Deno.upgradeWebSocket(request, { protocol: "inyeon.v1" });
    const came: Frame[] = [];
    const waiting: ((frame: Frame) => void)[] = [];
    const pinged = Promise.withResolvers<void>();
    const peer: Peer = {
      offered,
      pinged: pinged.promise,
      next: () =>
        came.length > 0 ? Promise.resolve(came.splice(0, 1)[0]) : new Promise((resolve) => waiting.push(resolve)),
      send: (frame) => socket.send(JSON.stringify(frame)),
      close: (code) => socket.close(code),
    };
    socket.onopen = () => {
      const arrived = arrivals.shift();
      if (arrived) arrived(peer);
      else peers.push(peer);
    };
    socket.onmessage = ({ data }) => {
      const frame: Frame = JSON.parse(data);
      if (frame.type === "ping") {
        pinged.resolve();
        return peer.send({ type: "ack", data: {} });
      }
      const wanted = waiting.shift();
      if (wanted) wanted(frame);
      else came.push(frame);
    };
    return response;
  });
  return {
    url: `ws://127.0.0.1:${server.addr.port}/ws`,
    come: () =>
      peers.length > 0 ? Promise.resolve(peers.splice(0, 1)[0]) : new Promise<Peer>((at) => arrivals.push(at)),
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

const welcome = { type: "welcome", data: { cursor: null, heartbeat_sec: 1, heartbeat_in_call_sec: 1 } };

Deno.test("the page's socket announces its resume, pings as the welcome says, and keeps no cursor before `resumed`", async () => {
  Reflect.set(globalThis, "document", Object.assign(new EventTarget(), { visibilityState: "visible" }));
  await using server = scriptedServer();
  const looks = ["first look", "second look"];
  const shown: string[] = [];
  const page = openSocket({
    url: server.url,
    language: () => "ko",
    token: () => Promise.resolve("T"),
    renew: () => Promise.resolve("T"),
    look: () => Promise.resolve(looks.shift() ?? "one look too many"),
    onFrame: ({ type }) => void shown.push(type),
    onState: () => {},
    onOver: () => {},
  });

  const first = await server.come();
  assertEquals(first.offered, ["inyeon.v1", "bearer.T", "lang.ko", "resume"]);
  assertEquals(await first.next(), { type: "resume", data: { cursor: "first look" } });
  first.send(welcome);
  // 25 s, if it had not listened
  await first.pinged;
  first.send({ type: "resumed", cursor: "of resumed", data: { recovered: false } });
  assertEquals(await first.next(), { type: "resume", data: { cursor: "second look" } });
  first.send({ type: "gems.changed", cursor: "past what was missed", data: {} });
  first.close(4000);

  const second = await server.come();
  assertEquals(await second.next(), { type: "resume", data: { cursor: "second look" } });
  second.send(welcome);
  second.send({ type: "gems.changed", data: {} });
  second.send({ type: "resumed", cursor: "caught up", data: { recovered: true } });
  second.send({ type: "gems.changed", cursor: "newest", data: {} });
  second.close(4000);

  const third = await server.come();
  assertEquals(await third.next(), { type: "resume", data: { cursor: "newest" } });
  assertEquals(shown, ["gems.changed", "gems.changed", "gems.changed"]);
  assert(looks.length === 0);
  page.close();
  Reflect.deleteProperty(globalThis, "document");
});
