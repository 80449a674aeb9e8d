import { tag } from "../../events/event.ts";
import { projection, type Reader } from "../projection.ts";

/** What is left of a person whose account is gone, besides the facts that others share with them. */
const erased = {
  username: null,
  email: null,
  email_verified: false,
  gender: null,
  age: null,
  age_stated_on: null,
  birth_date: null,
  profile_image: null,
  is_active: false,
  suspended_until: null,
  is_staff: false,
  is_matching: false,
};

/** People (seed 000, `User`). Passwords stand in `credentials`, out of analysts' sight. */
export const users = projection({
  name: "users",
  version: 3,
  columns: {
    id: "bigint",
    username: "text?",
    email: "text?",
    email_verified: "boolean",
    gender: "text?",
    age: "integer?",
    /** When `age` was stated; it counts up from there. */
    age_stated_on: "date?",
    /** Wins over a stated age. */
    birth_date: "date?",
    profile_image: "text?",
    rating_sum: "integer",
    rating_count: "integer",
    date_joined: "timestamptz",
    /** False while suspended, and once erased. */
    is_active: "boolean",
    /** When a suspension ends by itself; null while not suspended, or for good. */
    suspended_until: "timestamptz?",
    erased_at: "timestamptz?",
    is_staff: "boolean",
    is_matching: "boolean",
  },
  primaryKey: ["id"],
  indexes: [["is_active"], ["is_staff"]],
  types: [
    "AccountRegistered",
    "UsernameChanged",
    "ProfileChanged",
    "EmailChanged",
    "EmailVerified",
    "AccountSuspended",
    "AccountReinstated",
    "AccountErased",
    "StaffAppointed",
    "StaffDismissed",
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
        email: null,
        email_verified: false,
        gender: null,
        age: null,
        age_stated_on: null,
        birth_date: null,
        profile_image: null,
        rating_sum: 0,
        rating_count: 0,
        date_joined: event.data.registeredAt,
        is_active: true,
        suspended_until: null,
        erased_at: null,
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
          birth_date: event.data.birthDate ?? row.birth_date,
          gender: event.data.gender ?? row.gender,
          profile_image: event.data.profileImage === undefined ? row.profile_image : event.data.profileImage,
        };
      case "EmailChanged":
        return { ...row, email: event.data.email, email_verified: false };
      case "EmailVerified":
        return { ...row, email_verified: true };
      case "AccountSuspended":
        return { ...row, is_active: false, suspended_until: event.data.until };
      case "AccountReinstated":
        return { ...row, is_active: row.erased_at === null, suspended_until: null };
      case "AccountErased":
        return { ...row, ...erased, erased_at: event.recordedAt.toISOString() };
      case "StaffAppointed":
        return { ...row, is_staff: true };
      case "StaffDismissed":
        return { ...row, is_staff: false };
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

type Aged = Pick<User, "birth_date" | "age" | "age_stated_on">;

/** Years of age, by the birth date where it is known, else the stated age plus the whole years since it was stated. */
export function ageOf({ birth_date, age, age_stated_on }: Aged, now: Date): number | null {
  if (birth_date !== null) return wholeYears(birth_date, now);
  return age === null || age_stated_on === null ? null : age + wholeYears(age_stated_on, now);
}

/**
 * The age that others see and filter by: counted by year of birth (연 나이) if the birth date is known, else as
 * {@link ageOf}.
 */
export function shownAgeOf(aged: Aged, now: Date): number | null {
  return aged.birth_date === null ? ageOf(aged, now) : ageInYear(aged.birth_date, dateInKorea(now));
}

/**
 * The years from the year of birth to the year of a day. It changes on New Year's Day for everybody; an age that
 * changes on the birthday would give the birthday away to anyone who looks twice.
 */
export function ageInYear(birthDate: string, today: string): number {
  return Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
}

/** The date that it is in Korea, which has been nine hours ahead all through. */
export function dateInKorea(now: Date): string {
  return new Date(now.getTime() + 9 * 3600 * 1000).toISOString().slice(0, 10);
}

/**
 * Whole years from a date to today in Korea; below 0 before it. Who was born on 29 February is a year older on 1 March.
 *
 * @example
 * ```ts
 * import { wholeYears } from "./users.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(wholeYears("2000-03-02", new Date("2026-03-01T14:59:59Z")), 25);
 * assertEquals(wholeYears("2000-03-02", new Date("2026-03-01T15:00:00Z")), 26);
 * ```
 */
export function wholeYears(from: string, now: Date): number {
  const today = dateInKorea(now);
  const years = Number(today.slice(0, 4)) - Number(from.slice(0, 4));
  return today.slice(5) < from.slice(5) ? years - 1 : years;
}

/** The mean rating others see, rounded to 0.01; null before the first. */
export function ratingOf(user: Pick<User, "rating_sum" | "rating_count">): number | null {
  return user.rating_count === 0 ? null : Math.round(100 * user.rating_sum / user.rating_count) / 100;
}

/** Accounts that are not just anybody's: staff, the suspended, and those erased since a time. */
export async function notableAccounts({ sql, table }: Reader, since: Date): Promise<
  Pick<User, "id" | "is_staff" | "is_active" | "suspended_until" | "erased_at">[]
> {
  const found = await sql<{ row: User }[]>`
    SELECT to_jsonb(u) AS row FROM ${table(users)} u
    WHERE is_staff OR NOT is_active AND (erased_at IS NULL OR erased_at > ${since})`;
  return found.map(({ row }) => row);
}

/** Suspensions that end by themselves, and the position at which that was so. */
export async function suspensionsToEnd({ sql, table, position }: Reader): Promise<
  { at: number; people: { id: number; suspended_until: string }[] }
> {
  const [found] = await sql<{ at: number; people: { id: number; suspended_until: string }[] }[]>`
    SELECT ${position(users)} AS at, coalesce((
      SELECT jsonb_agg(jsonb_build_object('id', id, 'suspended_until', suspended_until))
      FROM ${table(users)} WHERE NOT is_active AND suspended_until IS NOT NULL), '[]') AS people`;
  return found;
}

/** Who is staff. */
export async function staffMembers({ sql, table }: Reader): Promise<Pick<User, "id" | "username">[]> {
  return await sql<Pick<User, "id" | "username">[]>`
    SELECT id, username FROM ${table(users)} WHERE is_staff ORDER BY id`;
}
