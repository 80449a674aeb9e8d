import { tag } from "../events/event.ts";
import { projection, type Reader } from "./projection.ts";

/** People (seed 000, `User`). Passwords stand in `credentials`, out of analysts' sight. */
export const users = projection({
  name: "users",
  version: 1,
  columns: {
    id: "bigint",
    username: "text?",
    gender: "text?",
    age: "integer?",
    /** When `age` was stated; it counts up from there. */
    age_stated_on: "date?",
    profile_image: "text?",
    rating_sum: "integer",
    rating_count: "integer",
    date_joined: "timestamptz",
    is_active: "boolean",
    is_staff: "boolean",
    is_matching: "boolean",
  },
  primaryKey: ["id"],
  types: [
    "AccountRegistered",
    "UsernameChanged",
    "ProfileChanged",
    "MatchRequested",
    "MatchRequestEnded",
    "MatchDropped",
    "MatchMade",
    "CallRated",
  ],
  tag: (key) => tag.user(Number(key.id)),
  keys: (event) => {
    switch (event.type) {
      case "MatchDropped":
      case "MatchMade":
        return event.data.userIds.map((id) => ({ id }));
      case "CallRated":
        return [{ id: event.data.rateeId }];
      default:
        return [{ id: event.data.userId }];
    }
  },
  evolve: (row, event) => {
    if (event.type === "AccountRegistered") {
      return {
        id: event.data.userId,
        username: event.data.username,
        gender: null,
        age: null,
        age_stated_on: null,
        profile_image: null,
        rating_sum: 0,
        rating_count: 0,
        date_joined: event.data.registeredAt,
        is_active: true,
        is_staff: false,
        is_matching: false,
      };
    }
    if (!row) return row;
    switch (event.type) {
      case "UsernameChanged":
        return { ...row, username: event.data.username };
      case "ProfileChanged":
        return {
          ...row,
          age: event.data.age ?? row.age,
          age_stated_on: event.data.statedOn ?? row.age_stated_on,
          gender: event.data.gender ?? row.gender,
          profile_image: event.data.profileImage === undefined ? row.profile_image : event.data.profileImage,
        };
      case "MatchRequested":
        return { ...row, is_matching: true };
      case "MatchDropped":
        return { ...row, is_matching: event.data.requeued.includes(row.id) };
      case "MatchRequestEnded":
      case "MatchMade":
        return { ...row, is_matching: false };
      case "CallRated":
        return { ...row, rating_sum: row.rating_sum + event.data.rating, rating_count: row.rating_count + 1 };
    }
  },
});

export type User = NonNullable<ReturnType<typeof users.evolve>>;

/** One person, or nothing. */
export async function userById({ sql, table }: Reader, id: number): Promise<User | undefined> {
  const [found] = await sql<{ row: User }[]>`SELECT to_jsonb(u) AS row FROM ${table(users)} u WHERE id = ${id}`;
  return found?.row;
}

/** Years of age on a day: the stated age plus the whole years since it was stated. */
export function ageOf(user: Pick<User, "age" | "age_stated_on">, now: Date): number | null {
  if (user.age === null || user.age_stated_on === null) return null;
  const stated = new Date(user.age_stated_on);
  const years = now.getUTCFullYear() - stated.getUTCFullYear();
  const anniversary = new Date(stated);
  anniversary.setUTCFullYear(stated.getUTCFullYear() + years);
  return user.age + (anniversary > now ? years - 1 : years);
}

/** The mean rating others see, rounded to 0.01; null before the first. */
export function ratingOf(user: Pick<User, "rating_sum" | "rating_count">): number | null {
  return user.rating_count === 0 ? null : Math.round(100 * user.rating_sum / user.rating_count) / 100;
}
