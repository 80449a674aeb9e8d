import { assert, assertEquals } from "@std/assert";
import { latLngToCell } from "h3-js";
import { meets } from "../../src/calls/conditions.ts";
import { makePool, type Waiting } from "../../src/calls/matcher/pool.ts";
import type { Draw } from "../../src/app/simulates.ts";
import { drawFrom } from "../../src/tasks/simulate/draw.ts";

/** Around Seoul, along the way to Busan, at the date line, and where two regions meet. */
const spots = [[37.55, 127], [37.27, 127], [36.35, 127.38], [35.18, 129.07], [-17, 179.95], [-17, -179.95], [
  37.9,
  126.2,
]];

/** What pools of one crowd are made of: few ages and times, so that many are alike, or all there are. */
type Crowd = { ids: number; youngest: number; oldest: number; times: number; withCell: number; withRadius: number };
const crowds: Crowd[] = [
  { ids: 12, youngest: 19, oldest: 21, times: 2, withCell: 0.5, withRadius: 0.3 },
  { ids: 60, youngest: 19, oldest: 60, times: 1_000, withCell: 0.9, withRadius: 0.1 },
  { ids: 200, youngest: 25, oldest: 45, times: 20, withCell: 0.7, withRadius: 0.6 },
  { ids: 80, youngest: 15, oldest: 140, times: 50, withCell: 0.3, withRadius: 0.1 },
];

function someone(draw: Draw, userId: number, crowd: Crowd): Waiting {
  const [one, other] = [draw.whole(crowd.youngest, crowd.oldest), draw.whole(crowd.youngest, crowd.oldest)];
  const narrow = draw.chance(0.7);
  const [latitude, longitude] = draw.pick(spots);
  const spread = draw.pick([0, 0.1, 0.5]);
  return {
    userId,
    since: draw.whole(1, crowd.times),
    gender: draw.pick(["male", "male", "female", "female", "other"]),
    age: draw.whole(crowd.youngest, crowd.oldest),
    cell: draw.chance(crowd.withCell)
      ? latLngToCell(latitude + draw.between(-spread, spread), longitude + draw.between(-spread, spread), 6)
      : null,
    cellUntil: Infinity,
    conditions: {
      gender: draw.pick(["male", "female", "all"]),
      ageMin: narrow ? Math.min(one, other) : 19,
      ageMax: narrow ? Math.max(one, other) : 99,
      radiusKm: draw.chance(crowd.withRadius) ? draw.pick([5, 12, 15, 40, 60, 200, 400, 500, 30_000]) : null,
    },
    apart: new Set(draw.chance(0.2) ? [draw.whole(1, crowd.ids), draw.whole(1, crowd.ids)] : []),
  };
}

/** The same by looking at everyone. */
function partnerIn(people: Iterable<Waiting>, person: Waiting, met: ReadonlySet<number>): Waiting | undefined {
  return [...people]
    .sort((a, b) => a.since - b.since || a.userId - b.userId)
    .find((other) =>
      other.userId !== person.userId && !met.has(other.userId) && !person.apart.has(other.userId) &&
      meets(person.conditions, person, other) && meets(other.conditions, other, person)
    );
}

for (const [n, crowd] of crowds.entries()) {
  Deno.test(`the pool finds whom a look at everyone finds: crowd ${n + 1}`, () => {
    let found = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const draw = drawFrom(1_000 * n + seed);
      const pool = makePool();
      const people = new Map<number, Waiting>();
      for (let step = 0; step < 500; step++) {
        const person = someone(draw, draw.whole(1, crowd.ids), crowd);
        const what = draw.next();
        if (what < 0.35) {
          // also who is there already: then what was known of them is replaced
          pool.put(person);
          people.set(person.userId, person);
        } else if (what < 0.45) {
          assertEquals(pool.remove(person.userId)?.userId, people.get(person.userId)?.userId);
          people.delete(person.userId);
        } else {
          // of the pool themselves, or from outside
          const asker = draw.chance(0.5) ? people.get(person.userId) ?? person : person;
          const met = new Set(Array.from({ length: draw.whole(0, 4) }, () => draw.whole(1, crowd.ids)));
          const expected = partnerIn(people.values(), asker, met);
          const partner = pool.partnerFor(asker, (userId) => met.has(userId));
          assertEquals(partner?.userId, expected?.userId, `seed ${seed}, step ${step}`);
          if (partner) found++;
        }
        assertEquals(pool.size(), people.size);
      }
      for (const userId of people.keys()) assertEquals(pool.get(userId)?.userId, userId);
      for (const userId of people.keys()) pool.remove(userId);
      assertEquals(pool.size(), 0);
      const asker = someone(draw, crowd.ids + 1, crowd);
      assertEquals(pool.partnerFor(asker, () => false), undefined);
    }
    assert(found > 500, `only ${found} of the searches found somebody`);
  });
}
