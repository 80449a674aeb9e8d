import type { Waiting } from "./waiting_person.ts";

/** People in order of waiting, found by what they are and by what they want. */
export type Shelves<P extends Waiting> = {
  put(person: P): void;
  remove(person: P): void;
  /**
   * The one who has waited longest among those who are free and suit `person`, and whom `person` suits, in gender and
   * age; `than`, if nobody has waited longer.
   */
  longest(person: Waiting, isFree: (other: P) => boolean, than: P | undefined): P | undefined;
};

/** Ages from 0 on that are told apart: a power of two. Above, all are as one. */
const ages = 128;
const clamped = (age: number) => Math.min(Math.max(age, 0), ages - 1);
/** Ages wanted as far as they go: beyond the last there is hardly anybody, who is then looked at in vain. */
const [youngest, oldest] = [19, 99];

/** Longest waiting first; ties go to the smaller id. */
function before(a: Waiting, b: Waiting): number {
  return a.since - b.since || a.userId - b.userId;
}

/**
 * Makes empty shelves. A queue holds those of one gender, gender wanted and age who want one range of ages; the ranges are
 * the halves, quarters … of all ages, and a person stands in the few that make up what they want. Who wants someone of 25
 * stands in one of the 8 ranges that hold 25: so a search looks at the heads of as many queues as there are ages and
 * ranges, and at no one whom it does not suit, however many wait.
 */
export function makeShelves<P extends Waiting>(): Shelves<P> {
  /** gender and gender wanted → range of ages wanted → age → queue */
  const sides = new Map<string, ((P[] | undefined)[] | undefined)[]>();

  return {
    put(person) {
      const side = sideOf(person.gender, person.conditions.gender);
      const ranges = sides.get(side) ?? [];
      sides.set(side, ranges);
      const age = clamped(person.age);
      for (const range of rangesWanted(person)) {
        const byAge = ranges[range] ??= [];
        const queue = byAge[age];
        if (queue) queue.splice(placeIn(queue, person), 0, person);
        else byAge[age] = [person];
      }
    },
    remove(person) {
      const ranges = sides.get(sideOf(person.gender, person.conditions.gender));
      const age = clamped(person.age);
      for (const range of rangesWanted(person)) {
        const byAge = ranges?.[range];
        const queue = byAge?.[age];
        if (!byAge || !queue) continue;
        queue.splice(placeIn(queue, person), 1);
        if (queue.length === 0) byAge[age] = undefined;
      }
    },
    longest(person, isFree, than) {
      let longest = than;
      const { gender, ageMin, ageMax } = person.conditions;
      const [from, to] = [clamped(ageMin), clamped(ageMax)];
      const genders = gender === "all" ? ["male", "female", "other"] : [gender];
      for (const side of genders.flatMap((other) => [sideOf(other, person.gender), sideOf(other, "all")])) {
        const ranges = sides.get(side);
        if (!ranges) continue;
        for (let range = ages + clamped(person.age); range >= 1; range >>= 1) {
          const byAge = ranges[range];
          if (!byAge) continue;
          for (let age = from; age <= to && age < byAge.length; age++) {
            const queue = byAge[age];
            if (!queue) continue;
            for (const other of queue) {
              if (longest && before(longest, other) <= 0) break;
              if (!isFree(other)) continue;
              longest = other;
              break;
            }
          }
        }
      }
      return longest;
    },
  };
}

/** Where a person stands, or would stand, in a queue. */
function placeIn(queue: readonly Waiting[], person: Waiting): number {
  let low = 0, high = queue.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(queue[middle], person) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

const sideOf = (gender: string, wanted: string) => `${gender} wants ${wanted}`;

/** The fewest ranges that make up the ages a person wants. Range 1 is all ages, 2n and 2n + 1 are the halves of n. */
function rangesWanted({ conditions: { ageMin, ageMax } }: Waiting): number[] {
  const ranges: number[] = [];
  let low = ages + (ageMin <= youngest ? 0 : clamped(ageMin));
  let high = ages + (ageMax >= oldest ? ages - 1 : clamped(ageMax)) + 1;
  for (; low < high; low >>= 1, high >>= 1) {
    if (low & 1) ranges.push(low++);
    if (high & 1) ranges.push(--high);
  }
  return ranges;
}
