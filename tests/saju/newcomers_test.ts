import { assertEquals } from "@std/assert";
import { AccountErased, ProfileChanged } from "../../events/accounts.ts";
import type { NewEvent } from "../../events/event.ts";
import type { EventOf } from "../../events/vocabulary.ts";
import { RecommendationsDrawn, SajuProfileChanged } from "../../events/saju.ts";
import { takes } from "../../projections/projection.ts";
import { sajuNewcomers } from "../../projections/saju/saju_newcomers.ts";
import { pillarsOf } from "../../src/saju/pillars.ts";
import { hashOf } from "../support/facts.ts";
import { at, recorded } from "../support/given.ts";
import { dater } from "./facts.ts";

type Taken = EventOf<(typeof sajuNewcomers.types)[number]>;
type Row = ReturnType<typeof sajuNewcomers.evolve>;

/** The row of a person with these events; tests take place on 2026-03-01. */
function rowOf(...events: NewEvent[]): Row {
  const taken = recorded(events).filter((event): event is Taken => takes(sajuNewcomers, event));
  return taken.reduce<Row>((row, event) => sajuNewcomers.evolve(row, event, { user_id: 1 }), undefined);
}

const daySec = 24 * 3600;
const joinedOn = (...events: NewEvent[]) => rowOf(...events)?.joined_on;
const said = (daysAgo: number, what: Partial<Parameters<typeof SajuProfileChanged>[0]>) =>
  SajuProfileChanged({ userId: 1, ...what, changedAt: at(-daysAgo * daySec) });
const birthDate = "1996-05-04";
const pillars = pillarsOf({ birthDate, birthTime: null });
const born = [ProfileChanged({ userId: 1, birthDate }), said(20, { pillars })];
const woman = ProfileChanged({ userId: 1, gender: "female" });

Deno.test("who registers is a newcomer at once", () => {
  assertEquals(joinedOn(...dater(1)), "2026-03-01");
});

Deno.test("somebody is a newcomer from the day on which nothing is missing, in whatever order it came", () => {
  assertEquals(joinedOn(said(20, { bio: "산책" })), null);
  assertEquals(joinedOn(...born, said(10, { name: "미나" })), null);
  assertEquals(joinedOn(...born, woman, said(10, { name: "미나" })), "2026-02-19");
  assertEquals(joinedOn(said(20, { name: "미나" }), woman, said(5, { pillars })), "2026-02-24");
  // the gender was said last, which has no other time than that of the log
  assertEquals(joinedOn(...born, said(10, { name: "미나" }), woman), "2026-03-01");
  assertEquals(joinedOn(...born, woman, said(10, { name: "미나" }), said(1, { name: "미나 둘" })), "2026-02-19");
});

Deno.test("random calls alone make nobody a newcomer, and an erasure leaves none", () => {
  assertEquals(rowOf(woman), undefined);
  const people = [{ userId: 1, newcomer: true }];
  const shown = RecommendationsDrawn({ userId: 2, day: "2026-03-01", rules: "saju_v1", people });
  assertEquals(rowOf(...dater(1), shown, shown)?.times_shown, 2);
  assertEquals(rowOf(...dater(1), AccountErased({ userId: 1, usernameHash: null, emailHash: hashOf("a") })), undefined);
});
