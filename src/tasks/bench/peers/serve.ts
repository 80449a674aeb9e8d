import { createInterface } from "node:readline";
import process from "node:process";
import { type Fact, newStream, signed, type Store, type Stream } from "./store.ts";

/** What a worker can be asked for, one JSON line each. */
export type Request =
  /** Appends for some seconds, each caller waiting for its answer; so many facts a call, by default one. */
  | { do: "append"; callers: number; seconds: number; factsEach?: number }
  /** Appends so many facts, in streams of `length`, a stream a call, by so many writers. */
  | { do: "fill"; facts: number; length: number; writers: number }
  /** Whether an append on a stream that has gone on is refused. */
  | { do: "refuses" }
  | { do: "read" }
  /** Starts the tailing consumer. */
  | { do: "tail" }
  /** How many different facts the consumer has told so far, and how many in all. */
  | { do: "seen" }
  | { do: "rebuild"; way: string }
  | { do: "ways" }
  | { do: "close" };

/** What a worker answers: how many, in what time; or why not. */
export type Answer = {
  count: number;
  seconds: number;
  /** How many facts a consumer told, with those it told again. */
  all?: number;
  /** The ways of rebuilding there are. */
  ways?: string[];
  /** Whether a rebuild came to the right balances. */
  right?: boolean;
  error?: string;
};

/** Facts a stream of an appending caller gets before it begins another. */
const streamLength = 10;

/** Makes facts of a worker. No two workers of a store give the same number. */
function factMaker(worker: number) {
  let given = worker * 1e9;
  let total = 0;

  function fact(): Fact {
    const made: Fact = { n: ++given, type: given % 4 === 0 ? "GemsCharged" : "GemsSpent", amount: given % 100 + 1 };
    total += signed(made);
    return made;
  }

  return {
    facts: (count: number) => Array.from({ length: count }, fact),
    /** What all balances together come to, of all that was given. */
    total: () => total,
  };
}

type Facts = (count: number) => Fact[];
type Load = Extract<Request, { do: "append" }>;

async function append(store: Store, facts: Facts, { callers, seconds, factsEach = 1 }: Load): Promise<number> {
  const endAt = performance.now() + seconds * 1000;
  let appended = 0;
  async function call(): Promise<void> {
    for (let stream = newStream(); performance.now() < endAt; appended += factsEach) {
      if (stream.length >= streamLength) stream = newStream();
      if (!await store.append(stream, facts(factsEach))) throw new Error("An append without a rival was refused.");
    }
  }
  await Promise.all(Array.from({ length: callers }, call));
  return appended;
}

type Filling = Extract<Request, { do: "fill" }>;

async function fill(store: Store, facts: Facts, { facts: count, length, writers }: Filling): Promise<number> {
  let left = Math.ceil(count / length);
  const filler = async () => {
    while (left-- > 0) await store.append(newStream(), facts(length));
  };
  await Promise.all(Array.from({ length: writers }, filler));
  return Math.ceil(count / length) * length;
}

async function refuses(store: Store, facts: Facts): Promise<number> {
  const stream = newStream();
  await store.append(stream, facts(1));
  const stale: Stream = { ...stream };
  const [onward, late, tooNew] = [
    await store.append(stream, facts(1)),
    await store.append(stale, facts(1)),
    await store.append({ ...newStream(), id: stream.id }, facts(1)),
  ];
  return onward && !late && !tooNew ? 1 : 0;
}

/** Returns what does each request to a store. */
function answers(store: Store, worker: number): (request: Request) => Promise<Omit<Answer, "seconds">> {
  const { facts, total } = factMaker(worker);
  const tailing = new AbortController();
  const seen = new Set<number>();
  let told = 0;

  return async (request) => {
    switch (request.do) {
      case "append":
        return { count: await append(store, facts, request) };
      case "fill":
        return { count: await fill(store, facts, request) };
      case "refuses":
        return { count: await refuses(store, facts) };
      case "read":
        return { count: await store.readAll() };
      case "tail":
        if (!store.tail) throw new Error("It has no consumer that follows all events.");
        store.tail((n) => {
          told++;
          seen.add(n);
        }, tailing.signal).catch((error) => console.error("tail:", error));
        return { count: 0 };
      case "seen":
        return { count: seen.size, all: told };
      case "ways":
        return { count: 0, ways: Object.keys(store.rebuilds ?? {}) };
      case "rebuild":
        await store.rebuilds![request.way]();
        return { count: 0, right: await store.total!(request.way) === total() };
      case "close":
        tailing.abort();
        await store.close();
        return { count: 0 };
    }
  };
}

/** Serves one store over standard input and output until it is closed. The arguments: database URL, number of the worker. */
export async function serve(open: (url: string) => Promise<Store>): Promise<void> {
  const [url, worker] = process.argv.slice(2);
  // what a package prints must not stand between the answers
  console.log = console.info = console.debug = console.error;
  const answer = answers(await open(url), Number(worker));
  const say = (said: Answer) => process.stdout.write(`${JSON.stringify(said)}\n`);
  say({ count: 0, seconds: 0 });
  for await (const line of createInterface({ input: process.stdin })) {
    const request: Request = JSON.parse(line);
    const begun = performance.now();
    try {
      const found = await answer(request);
      const seconds = (performance.now() - begun) / 1000;
      say({ seconds, ...found });
    } catch (error) {
      say({ count: 0, seconds: 0, error: error instanceof Error ? error.message : String(error) });
    }
    if (request.do === "close") process.exit(0);
  }
}
