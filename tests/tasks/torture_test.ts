import { assertEquals, assertNotEquals } from "@std/assert";
import { type Noted, openNotes, readNotes } from "../../src/tasks/torture/outcomes.ts";
import { misplaced } from "../../src/tasks/torture/checks.ts";
import { torture } from "../../src/tasks/torture/run.ts";
import { described, drawSchedule, turns } from "../../src/tasks/torture/schedule.ts";
import { printedSeed } from "../support/seed.ts";

Deno.test("nothing is lost, doubled or told otherwise, whatever dies meanwhile", async () => {
  const seed = printedSeed();
  const seconds = 30;
  // leaves room for the tests beside it
  const { figures, wrong } = await torture({ seconds, seed, pauseMs: 40 });
  const replay = `deno task torture --minutes ${seconds / 60} --seed ${seed}`;
  assertEquals(wrong, [], `${replay}\n${described(drawSchedule(seed, seconds)).join("\n")}`);
  const done = [figures.commands.acknowledged, ...Object.values(figures.faults)];
  assertEquals(done.filter((times) => times === 0), [], replay);
});

Deno.test("a seed draws the same schedule each time, with every fault in it", () => {
  for (const seconds of [30, 1800]) {
    for (let seed = 0; seed < 10; seed++) {
      const schedule = drawSchedule(seed, seconds);
      assertEquals(JSON.stringify(schedule), JSON.stringify(drawSchedule(seed, seconds)));
      assertNotEquals(JSON.stringify(schedule), JSON.stringify(drawSchedule(seed + 1, seconds)));
      const kinds = new Set(schedule.map(({ what }) => what));
      assertEquals(kinds.size, 6, `seed ${seed}: ${[...kinds]}`);
      assertEquals(schedule.flatMap((fault) => fault.what === "turn" ? [fault.turn] : []), [...turns]);
      const snapshot = schedule.find((fault) => fault.what === "turn" && fault.turn === "a long snapshot held open");
      const stops = schedule.filter(({ what }) => what === "database stopped");
      assertEquals(stops.filter(({ atMs }) => atMs > (snapshot?.atMs ?? 0)), []);
    }
  }
});

Deno.test("a command that is lost, doubled, torn, misplaced or there though refused is found", () => {
  const command = { id: "c", events: 2 };
  const acknowledged: Noted = { ...command, outcome: "acknowledged", position: 8 };
  const right = { first: 7, last: 8, events: 2 };
  for (const outcome of ["unknown", "unavailable"] as const) {
    assertEquals(misplaced({ ...command, outcome }, undefined), []);
    assertEquals(misplaced({ ...command, outcome }, right), []);
    assertEquals(misplaced({ ...command, outcome }, { first: 7, last: 7, events: 1 }).length, 1);
  }
  assertEquals(misplaced(acknowledged, right), []);
  for (const wrong of [undefined, { first: 8, last: 9, events: 2 }, { first: 7, last: 8, events: 1 }]) {
    assertEquals(misplaced(acknowledged, wrong).length, 1);
  }
  assertEquals(misplaced({ ...command, outcome: "conflict" }, undefined), []);
  assertEquals(misplaced({ ...command, outcome: "conflict" }, right).length, 1);
  assertEquals(misplaced({ ...command, outcome: "failed", reason: "why" }, undefined).length, 1);
});

Deno.test("what a writer noted is read again, half a line at the end left out", async () => {
  const folder = await Deno.makeTempDir();
  const notes = openNotes(`${folder}/0.0`);
  notes.about("a", 2);
  notes.about("b", 1);
  notes.outcome("a", { outcome: "acknowledged", position: 3 });
  notes.close();
  await Deno.writeTextFile(`${folder}/0.0`, '{"id":"b","outco', { append: true });
  const noted = await readNotes(folder);
  assertEquals(noted.get("a"), { id: "a", events: 2, outcome: "acknowledged", position: 3 });
  assertEquals(noted.get("b"), { id: "b", events: 1, outcome: "unknown" });
  await Deno.remove(folder, { recursive: true });
});
