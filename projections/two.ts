/** A row that two people share: `user1` is the person its event names first. */
export type Two = { user1_id: number; user2_id: number };

/** Two people in either order as the key of the row that they share: the smaller id first. */
export function pairKey([a, b]: readonly [number, number]): Two {
  return { user1_id: Math.min(a, b), user2_id: Math.max(a, b) };
}

/** The other of the two. */
export function otherOf(two: Two, userId: number): number {
  return two.user1_id === userId ? two.user2_id : two.user1_id;
}

/** The two, in their row's order. */
export function bothOf(two: Two): [number, number] {
  return [two.user1_id, two.user2_id];
}

/**
 * Whether a thing is there and somebody's own: nobody learns whether what is not theirs exists.
 *
 * @param of.people the columns that name those it belongs to
 */
export function belongsTo<R extends object>(
  { people }: { people: readonly string[] },
  thing: R | undefined,
  userId: number,
): thing is R {
  return thing !== undefined && people.some((column) => Reflect.get(thing, column) === userId);
}
