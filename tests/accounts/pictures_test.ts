import { assertEquals } from "@std/assert";
import { ProfileChanged } from "../../events/accounts.ts";
import type { NewEvent } from "../../events/event.ts";
import { SajuProfileChanged } from "../../events/saju.ts";
import { picturesIn } from "../../src/accounts/pictures.ts";
import { app } from "../../src/app.ts";
import { ignored } from "../../src/app/invariants.ts";
import { apps } from "../../src/apps.ts";
import { concerns } from "../../src/deciding/boundary.ts";
import { at, recorded } from "../support/given.ts";
import { studyGroupEvents, StudyGroupFounded } from "../support/study_groups/events.ts";
import { studyGroups } from "../support/study_groups/app.ts";
import { invariants } from "../support/study_groups/invariants.ts";

/** Study groups whose topics are pictures: an app that accounts have never heard of. */
const galleries = app({
  ...studyGroups,
  name: "galleries",
  events: studyGroupEvents,
  shares: { StudyGroupFounded: () => ({}), StudyGroupClosed: () => ({}) },
  push: { StudyGroupFounded: () => [], StudyGroupClosed: () => [] },
  invariants,
  begins: ignored("StudyGroupFounded", "StudyGroupClosed"),
  pictures: {
    shown: ({ sql }) => sql`SELECT 0 AS user_id, '' AS url`,
    saidBy: { StudyGroupFounded: ({ topic }) => topic },
  },
});

const pictures = picturesIn([...apps, galleries]);

/** The pictures of person 1 after these events. */
function after(...events: NewEvent[]) {
  const fold = pictures(1);
  return recorded(events).filter((event) => concerns(fold, event)).reduce(fold.evolve, fold.initial);
}

const general = (profileImage?: string | null, userId = 1) => ProfileChanged({ userId, profileImage });
const saju = (profileImage?: string | null) => SajuProfileChanged({ userId: 1, profileImage, changedAt: at(0) });
const gallery = (topic: string) => StudyGroupFounded({ groupId: 3, founderId: 1, topic, foundedAt: at(0) });

Deno.test("a person shows one picture in each app, and the one that it replaced is former", () => {
  assertEquals(after(), { shown: {}, former: [] });
  assertEquals(after(general("a"), saju("b"), gallery("c"), general("of another", 2)), {
    shown: { accounts: "a", saju: "b", galleries: "c" },
    former: [],
  });
  assertEquals(after(general("a"), saju("b"), gallery("c"), gallery("d"), saju(null)), {
    shown: { accounts: "a", saju: null, galleries: "d" },
    former: ["c", "b"],
  });
});

Deno.test("a picture is not former while any app shows it, nor once it is shown again", () => {
  assertEquals(after(general("a"), saju("a"), general("b")).former, []);
  assertEquals(after(general("a"), saju("a"), general("b"), saju("c")).former, ["a"]);
  assertEquals(after(general("a"), general("b"), general("a")).former, ["b"]);
});

Deno.test("what says nothing of a picture leaves it as it was", () => {
  assertEquals(after(general("a"), general(), saju()), { shown: { accounts: "a" }, former: [] });
});
