import { isConnectionError } from "../database/connect.ts";

/**
 * Batches calls: what is asked for while others are being answered goes into the next call together. A call that comes
 * while few are under way does not wait.
 *
 * @param act answers a batch, in its order
 * @param limits.atOnce calls under way
 * @param limits.most askings a call
 */
export function gather<T, R>(
  act: (asked: readonly T[]) => Promise<readonly R[]>,
  limits: { atOnce: number; most: number },
): (asked: T) => Promise<R> {
  type Asking = { asked: T; answer(result: R): void; fail(error: unknown): void };
  const queue: Asking[] = [];
  let calls = 0;

  function pump(): void {
    while (calls < limits.atOnce && queue.length > 0) {
      calls++;
      void send(queue.splice(0, limits.most)).finally(() => {
        calls--;
        pump();
      });
    }
  }

  async function send(batch: Asking[]): Promise<void> {
    try {
      const results = await act(batch.map(({ asked }) => asked));
      batch.forEach(({ answer }, n) => answer(results[n]));
    } catch (error) {
      // one of them may be at fault: each by itself, so that only that one fails
      if (batch.length > 1 && !isConnectionError(error)) await Promise.all(batch.map((asking) => send([asking])));
      else for (const { fail } of batch) fail(error);
    }
  }

  return (asked) =>
    new Promise<R>((answer, fail) => {
      queue.push({ asked, answer, fail });
      // those that are asked in the same turn of the event loop go together
      if (queue.length === 1) queueMicrotask(pump);
    });
}
