import { isNear, suits } from "../conditions.ts";
import { type Place, placeOf } from "../location.ts";
import { makeShelves, type Shelves } from "./shelves.ts";
import type { Waiting } from "./waiting_person.ts";
import { makeZones } from "./zones.ts";

export type { Waiting } from "./waiting_person.ts";

/** The people who wait, in memory of the one leader. */
export type Pool = {
  /** Adds someone, or replaces what was known of them. */
  put(person: Waiting): void;
  remove(userId: number): Waiting | undefined;
  get(userId: number): Waiting | undefined;
  /** The longest-waiting person with whom both sides' conditions hold, no block, and who is not excluded. */
  partnerFor(person: Waiting, isExcluded: (userId: number) => boolean): Waiting | undefined;
  size(): number;
};

type Placed = Waiting & { place: Place | null; shelves: Shelves<Placed>[] };

/**
 * Makes an empty pool. Who asks for nobody near stands on shelves for everybody; for those who do ask, each region has
 * shelves of its own, and only regions within the smaller of both radii are searched.
 */
export function makePool(): Pool {
  const people = new Map<number, Placed>();
  const anywhere = makeShelves<Placed>();
  const zones = makeZones<Placed>();

  /** Where a person is looked for. Who wants somebody near and has no place is found by nobody. */
  function shelvesFor({ cell, conditions: { radiusKm } }: Waiting, place: Place | null): Shelves<Placed>[] {
    const local = cell === null || place === null ? [] : [zones.shelvesAt(cell, place, radiusKm)];
    return radiusKm === null ? [anywhere, ...local] : local;
  }

  /** Where a person looks for others. */
  function shelvesNear({ conditions: { radiusKm } }: Waiting, place: Place | null): Shelves<Placed>[] {
    const found = radiusKm === null ? [anywhere] : [];
    if (place !== null) zones.addNear(found, place, radiusKm);
    return found;
  }

  function remove(userId: number): Waiting | undefined {
    const person = people.get(userId);
    person?.shelves.forEach((shelves) => shelves.remove(person));
    people.delete(userId);
    return person;
  }

  return {
    put(person) {
      remove(person.userId);
      const place = person.cell === null ? null : placeOf(person.cell);
      const placed = { ...person, place, shelves: shelvesFor(person, place) };
      people.set(person.userId, placed);
      placed.shelves.forEach((shelves) => shelves.put(placed));
    },
    remove,
    get: (userId) => people.get(userId),
    partnerFor(person, isExcluded) {
      const place = person.cell === null ? null : placeOf(person.cell);
      const isFree = (other: Placed) =>
        suits(person.conditions, other) && suits(other.conditions, person) &&
        isNear(person.conditions, place, other.place) && isNear(other.conditions, other.place, place) &&
        other.userId !== person.userId && !person.apart.has(other.userId) && !isExcluded(other.userId);
      return shelvesNear(person, place)
        .reduce<Placed | undefined>((longest, shelves) => shelves.longest(person, isFree, longest), undefined);
    },
    size: () => people.size,
  };
}
