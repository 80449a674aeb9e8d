import { assertEquals, assertRejects } from "@std/assert";
import { gather } from "../../src/deciding/gather.ts";

Deno.test("what is asked while calls are under way goes together in the next, at most so many", async () => {
  const open = Promise.withResolvers<void>();
  const calls: number[][] = [];
  const doubled = gather(async (asked: readonly number[]) => {
    calls.push([...asked]);
    await open.promise;
    return asked.map((n) => 2 * n);
  }, { atOnce: 1, most: 3 });
  const first = doubled(1);
  await Promise.resolve();
  const later = [2, 3, 4, 5].map(doubled);
  assertEquals(calls, [[1]]);
  open.resolve();
  assertEquals(await Promise.all([first, ...later]), [2, 4, 6, 8, 10]);
  assertEquals(calls, [[1], [2, 3, 4], [5]]);
});

Deno.test("what is asked in one turn of the event loop goes together", async () => {
  const calls: number[] = [];
  const same = gather((asked: readonly number[]) => {
    calls.push(asked.length);
    return Promise.resolve(asked);
  }, { atOnce: 2, most: 100 });
  assertEquals(await Promise.all([1, 2, 3].map(same)), [1, 2, 3]);
  assertEquals(calls, [3]);
});

Deno.test("one that fails takes nobody along", async () => {
  const odd = gather((asked: readonly number[]) => {
    if (asked.some((n) => n % 2 === 0)) return Promise.reject(new Error("even"));
    return Promise.resolve(asked);
  }, { atOnce: 2, most: 100 });
  const [one, two, three] = [1, 2, 3].map(odd);
  await assertRejects(() => two, Error, "even");
  assertEquals(await Promise.all([one, three]), [1, 3]);
});
