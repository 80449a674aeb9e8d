import { meets } from "../../../calls/conditions.ts";
import type { Pool, Waiting } from "../../../calls/matcher/pool.ts";

/**
 * The peer: a pool that looks at one after the other. A queue, oldest first, for each gender and gender wanted, so that
 * half the misfits are not met.
 */
export function makeLinearPool(): Pool {
  const people = new Map<number, Waiting>();
  const queues = new Map<string, Waiting[]>();
  const queueOf = (person: Waiting) => `${person.gender} wants ${person.conditions.gender}`;
  const before = (a: Waiting, b: Waiting) => a.since - b.since || a.userId - b.userId;

  /** Where a person stands, or would stand, in their queue. */
  function placeOf(queue: Waiting[], person: Waiting): number {
    let low = 0, high = queue.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before(queue[middle], person) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function remove(userId: number): Waiting | undefined {
    const person = people.get(userId);
    if (!person) return undefined;
    people.delete(userId);
    const queue = queues.get(queueOf(person)) ?? [];
    queue.splice(placeOf(queue, person), 1);
    return person;
  }

  function fits(person: Waiting, other: Waiting): boolean {
    return !person.apart.has(other.userId) && meets(person.conditions, person, other) &&
      meets(other.conditions, other, person);
  }

  return {
    put(person) {
      remove(person.userId);
      people.set(person.userId, person);
      const queue = queues.get(queueOf(person)) ?? [];
      queue.splice(placeOf(queue, person), 0, person);
      queues.set(queueOf(person), queue);
    },
    remove,
    get: (userId) => people.get(userId),
    partnerFor(person, isExcluded) {
      let longest: Waiting | undefined;
      for (const queue of queues.values()) {
        const found = queue.find((other) =>
          other.userId !== person.userId && !isExcluded(other.userId) && fits(person, other)
        );
        if (found && (!longest || before(found, longest) < 0)) longest = found;
      }
      return longest;
    },
    size: () => people.size,
  };
}
