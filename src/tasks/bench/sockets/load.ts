import { type Client, openClient, textFrame } from "./client.ts";
import type { Contender } from "./contenders.ts";

const letters = { ack: "a".charCodeAt(0), signal: "c".charCodeAt(0), shown: "m".charCodeAt(0) };
const enginePing = "2".charCodeAt(0);
const enginePong = textFrame("3");
const openedAtOnce = 100;
const warmUpMs = 500;

/** Clients of a server that are all there. */
export type Crowd = AsyncDisposable & {
  clients: Client[];
  /** From now on told of every frame but those of the beginning: whose, and its letter. */
  listen(heard: (n: number, letter: number) => void): void;
};

/** Opens so many clients, each of which has been answered. */
export async function gather({ door, dialect }: Contender, count: number): Promise<Crowd> {
  const clients: Client[] = [];
  const hello = textFrame(dialect.hello);
  let tell: (n: number, letter: number) => void = () => {};
  async function open(n: number): Promise<void> {
    const answered = Promise.withResolvers<void>();
    clients[n] = await openClient(door(n), (payload, client) => {
      if (payload.length === 1 && payload[0] === enginePing) return client.send(enginePong);
      answered.resolve();
      tell(n, payload[dialect.letterAt]);
    });
    clients[n].send(hello);
    await answered.promise;
  }
  for (let n = 0; n < count; n += openedAtOnce) {
    await Promise.all(Array.from({ length: Math.min(openedAtOnce, count - n) }, (_, k) => open(n + k)));
  }
  return {
    clients,
    listen: (heard) => void (tell = heard),
    [Symbol.asyncDispose]() {
      for (const client of clients) client.close();
      return Promise.resolve();
    },
  };
}

/** Counts what comes after a moment of warming up, for so long; returns how many a second. */
async function rate(seconds: number, count: () => number): Promise<number> {
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  await pause(warmUpMs);
  const [before, begun] = [count(), performance.now()];
  await pause(seconds * 1000);
  return (count() - before) / ((performance.now() - begun) / 1000);
}

/** Shows something to everybody again and again, a few on their way at once; returns frames delivered a second. */
export async function measureFanOut(
  contender: Contender,
  { clients, listen }: Crowd,
  seconds: number,
): Promise<number> {
  const onTheirWay = 8;
  let frames = 0;
  let isOver = false;
  const done = Promise.withResolvers<void>();
  let ordered = 0;
  const order = (times: number) => {
    ordered += times;
    contender.fanOut(times);
  };
  listen((_, letter) => {
    if (letter !== letters.shown) return;
    if (++frames % clients.length !== 0) return;
    if (!isOver) order(1);
    else if (frames === ordered * clients.length) done.resolve();
  });
  order(onTheirWay);
  const result = await rate(seconds, () => frames);
  isOver = true;
  await done.promise;
  return result;
}

/** Each says something to the other of their pair, some on their way at once; returns those delivered a second. */
export async function measureRelay(
  { dialect }: Contender,
  { clients, listen }: Crowd,
  seconds: number,
): Promise<number> {
  const onTheirWay = 4;
  const signals = clients.map((_, n) => textFrame(dialect.signal(1 + (n >> 1), 7)));
  let delivered = 0;
  let said = 0;
  let isOver = false;
  const done = Promise.withResolvers<void>();
  const say = (n: number) => {
    said++;
    clients[n].send(signals[n]);
  };
  listen((n, letter) => {
    if (letter !== letters.signal) return;
    delivered++;
    if (!isOver) say(n ^ 1);
    else if (delivered === said) done.resolve();
  });
  clients.forEach((_, n) => {
    for (let k = 0; k < onTheirWay; k++) say(n);
  });
  const result = await rate(seconds, () => delivered);
  isOver = true;
  await done.promise;
  return result;
}
