import { assertEquals } from "@std/assert";
import { makeLanes } from "../../src/deciding/lanes.ts";

Deno.test("who wants the same thing goes one after the other, in the order of coming", async () => {
  const inLanes = makeLanes();
  const order: string[] = [];
  const open = Promise.withResolvers<void>();
  const act = (name: string, tags: string[], until: Promise<void> = Promise.resolve()) =>
    inLanes(tags, async () => {
      order.push(`${name} begins`);
      await until;
      order.push(`${name} ends`);
    });
  const all = [
    act("a", ["wallet:1", "wallet:2"], open.promise),
    act("b", ["wallet:2", "wallet:3"]),
    act("c", ["wallet:3", "wallet:1"]),
    act("free", ["wallet:9"]),
  ];
  await all[3];
  assertEquals(order, ["a begins", "free begins", "free ends"]);
  open.resolve();
  await Promise.all(all);
  assertEquals(order.slice(3), ["a ends", "b begins", "b ends", "c begins", "c ends"]);
});

Deno.test("a lane goes on after a failure", async () => {
  const inLanes = makeLanes();
  const failed = inLanes(["x"], () => Promise.reject(new Error("no"))).catch(() => "failed");
  const next = inLanes(["x"], () => Promise.resolve("next"));
  assertEquals([await failed, await next], ["failed", "next"]);
});
