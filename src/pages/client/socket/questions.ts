import { offline, type Problem, Refused } from "../problem.ts";
import type { AnswerFrame } from "./frames.ts";

const askWithinMs = 20_000;

type Waiting = { resolve(data: unknown): void; reject(error: Error): void };

/** What was asked over the socket and is not answered yet: each question has an `id`, which comes back with its answer. */
export function openQuestions(send: (frame: object) => void) {
  const asked = new Map<number, Waiting>();
  const waiting = new Set<() => void>();
  let isReady = false;
  let count = 0;

  function becomeReady(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      waiting.delete(go);
      reject(offline());
    }, askWithinMs);
    const go = () => {
      clearTimeout(timer);
      resolve();
    };
    waiting.add(go);
    return promise;
  }

  return {
    isReady: () => isReady,

    /** From now on questions are sent. */
    ready() {
      isReady = true;
      for (const go of waiting) go();
      waiting.clear();
    },

    /** Sends a question and waits for its answer; before that for `ready`, unless it is one that makes it ready. */
    async ask(type: string, data: unknown, { isFirst = false } = {}): Promise<unknown> {
      if (!isReady && !isFirst) await becomeReady();
      const id = ++count;
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      asked.set(id, { resolve, reject });
      send({ type, id, data });
      return await promise;
    },

    settle({ type, id, data }: AnswerFrame) {
      if (id === undefined) return;
      const one = asked.get(id);
      asked.delete(id);
      if (type === "ack") one?.resolve(data);
      else one?.reject(new Refused(data as Problem));
    },

    /** The connection is gone, and with it the answers. */
    lost() {
      isReady = false;
      for (const { reject } of asked.values()) reject(offline());
      asked.clear();
    },
  };
}
