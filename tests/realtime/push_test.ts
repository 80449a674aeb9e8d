import { assertEquals } from "@std/assert";
import type { EventType } from "../../events/vocabulary.ts";
import { vocabulary } from "../../events/event.ts";
import { peopleOf, pusherOf } from "../../src/realtime/push.ts";
import { oneOfEach } from "../events/one_of_each.ts";
import { apps } from "../support/apps.ts";

const push = pusherOf(apps);

/** Of which types the one of several people whom an event is not told to learns nothing. */
const toOneAlone = new Set<EventType>(["PersonBlocked", "PersonUnblocked", "PersonReported", "CallRated"]);

Deno.test("an event says nothing to whom it is not about", async () => {
  const events = await oneOfEach();
  assertEquals(new Set(events.map(({ type }) => type)).size, Object.keys(vocabulary).length);
  const everyone = new Set(events.flatMap(peopleOf));
  for (const event of events) {
    for (const viewer of [999_999, ...everyone].filter((id) => !peopleOf(event).includes(id))) {
      assertEquals(push(event, viewer), [], `${event.type} to ${viewer}`);
    }
  }
});

Deno.test("every frame that is pushed is said by some event", async () => {
  const frames = new Map(apps.flatMap((app) => Object.entries(app.frames?.pushed ?? {})));
  const said = new Set<string>();
  for (const event of await oneOfEach()) {
    for (const frame of peopleOf(event).flatMap((viewer) => push(event, viewer))) {
      said.add(frame.type);
    }
  }
  const silent = [...frames].filter(([type, { isLostWhenAway }]) => !isLostWhenAway && !said.has(type));
  assertEquals(
    silent.map(([type]) => type),
    [],
    "say in its app's push.ts which event gives it to whom, or that it `isLostWhenAway`",
  );
  assertEquals([...said].filter((type) => !frames.has(type)), [], "put these into `frames.pushed` of their app");
});

/** Frames of the apps in which people know each other's user ids. */
const known = /^(introduction|chat)\./;

Deno.test("nobody is told of a block, a report or a rating, and random calls name nobody by a user id", async () => {
  for (const event of await oneOfEach()) {
    for (const viewer of peopleOf(event)) {
      const frames = push(event, viewer);
      if (toOneAlone.has(event.type)) assertEquals(frames, [], event.type);
      for (const other of peopleOf(event).filter((id) => id !== viewer)) {
        assertEquals(
          valuesOf(frames.filter(({ type }) => !known.test(type)), "user_id", "user1_id", "user2_id", "userIds")
            .includes(other),
          false,
          event.type,
        );
      }
    }
  }
});

Deno.test("a gift is told to both, each with their own amount", async () => {
  const [gift] = (await oneOfEach()).filter(({ type }) => type === "GemsGiven");
  const known = peopleOf(gift).map((viewer) => push(gift, viewer).map((draft) => "known" in draft && draft.known));
  assertEquals(known, [[{ amount: -30, reason: "gift" }], [{ amount: 30, reason: "gift" }]]);
});

/** The values of some fields, however deep. */
function valuesOf(of: unknown, ...fields: string[]): unknown[] {
  if (typeof of !== "object" || of === null) return [];
  return Object.entries(of).flatMap(([field, value]) => [
    ...(fields.includes(field) ? [value].flat() : []),
    ...valuesOf(value, ...fields),
  ]);
}
