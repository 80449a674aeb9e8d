import { tag } from "../../events/event.ts";
import { type Columns, projection, type Reader, type RowOf } from "../projection.ts";

const columns = {
  user_id: "bigint",
  name: "text?",
  gender: "text?",
  birth_date: "date?",
  birth_time: "text?",
  /** solar · lunar: the calendar in which the birth date was given. Null: solar. */
  birth_calendar: "text?",
  /** When a birth date was first entered here. */
  birth_entered_at: "timestamptz?",
  is_birth_corrected: "boolean",
  location: "text?",
  job: "text?",
  bio: "text?",
  profile_image: "text?",
  /** As it was said; null where nothing was. */
  preferred_gender: "text?",
  /** male · female · other · all: the person's choice, or the default. */
  wants: "text?",
  age_min: "integer?",
  age_max: "integer?",
  /** All pillars and how sure they are, as JSON. */
  pillars: "text?",
  /** The pillars of year, month and day, two characters each. */
  chart: "text?",
  shuffle: "integer",
  joined_at: "timestamptz?",
  /** False while suspended. */
  is_active: "boolean",
  is_paused: "boolean",
  /** Whether others are shown them: their profile is complete, and they are neither suspended nor paused. */
  is_listed: "boolean",
} as const satisfies Columns;

/** A person's profile. */
export type SajuProfile = RowOf<typeof columns>;

const nothingSaid = {
  name: null,
  gender: null,
  birth_date: null,
  birth_time: null,
  birth_calendar: null,
  birth_entered_at: null,
  is_birth_corrected: false,
  location: null,
  job: null,
  bio: null,
  profile_image: null,
  preferred_gender: null,
  wants: null,
  age_min: null,
  age_max: null,
  pillars: null,
  chart: null,
  joined_at: null,
  is_active: true,
  is_paused: false,
  is_listed: false,
};

/**
 * Profiles for blind dates (seed 003, `users`), also of people who have only given a birth date. Ordered by `shuffle`,
 * they form a ring: a day's candidates are taken from some point on it.
 */
export const sajuProfiles = projection({
  name: "saju_profiles",
  version: 4,
  columns,
  primaryKey: ["user_id"],
  indexes: [["gender", "is_listed", "shuffle"]],
  types: [
    "SajuProfileChanged",
    "ProfileChanged",
    "BirthDateCorrected",
    "AccountSuspended",
    "AccountReinstated",
    "AccountErased",
  ],
  tag: (key) => tag.user(Number(key.user_id)),
  keys: (event) => [{ user_id: event.data.userId }],
  evolve: (before, event) => {
    switch (event.type) {
      case "SajuProfileChanged": {
        const row = before ?? blankOf(event.data.userId);
        const { data } = event;
        const { ageRange, pillars } = data;
        return settled({
          ...row,
          name: said(data.name, row.name),
          birth_time: said(data.birthTime, row.birth_time),
          birth_entered_at: row.birth_entered_at ?? (pillars ? data.changedAt : null),
          birth_calendar: data.birthCalendar ?? row.birth_calendar,
          is_paused: data.paused ?? row.is_paused,
          location: said(data.location, row.location),
          job: said(data.job, row.job),
          bio: said(data.bio, row.bio),
          profile_image: said(data.profileImage, row.profile_image),
          preferred_gender: said(data.preferredGender, row.preferred_gender),
          age_min: ageRange === undefined ? row.age_min : ageRange?.[0] ?? null,
          age_max: ageRange === undefined ? row.age_max : ageRange?.[1] ?? null,
          pillars: pillars ? JSON.stringify(pillars) : row.pillars,
          chart: pillars ? pillars.year + pillars.month + pillars.day : row.chart,
          joined_at: row.joined_at ?? data.changedAt,
        });
      }
      case "ProfileChanged": {
        const { birthDate, gender } = event.data;
        const row = before ?? (birthDate ? blankOf(event.data.userId) : undefined);
        return row && settled({
          ...row,
          gender: gender ?? row.gender,
          birth_date: birthDate ?? row.birth_date,
        });
      }
      case "BirthDateCorrected":
        return before && { ...before, is_birth_corrected: true };
      case "AccountSuspended":
        return before && settled({ ...before, is_active: false });
      case "AccountReinstated":
        return before && settled({ ...before, is_active: true });
      case "AccountErased":
        return undefined;
    }
  },
});

const blankOf = (userId: number): SajuProfile => ({ user_id: userId, shuffle: shuffleOf(userId), ...nothingSaid });

/** A field after an event: absent there, it did not change. */
function said(now: string | null | undefined, before: string | null): string | null {
  return now === undefined ? before : now;
}

/** A row with what follows from the rest of it. */
function settled(row: SajuProfile): SajuProfile {
  return { ...row, wants: wantedBy(row), is_listed: mayBeMet(row) && !row.is_paused };
}

function wantedBy({ gender, preferred_gender }: SajuProfile): string | null {
  if (preferred_gender !== null || gender === null) return preferred_gender;
  if (gender === "male") return "female";
  return gender === "female" ? "male" : "all";
}

/** A profile with all that blind dates need. */
export type CompleteProfile = SajuProfile & {
  name: string;
  gender: string;
  birth_date: string;
  pillars: string;
  chart: string;
};

/** Whether someone has said all that blind dates need. */
export function isComplete(row: SajuProfile | undefined): row is CompleteProfile {
  return row !== undefined && [row.name, row.gender, row.birth_date, row.pillars, row.chart].every((of) => of !== null);
}

/** Whether someone may be met: their profile is complete and they are not suspended. */
export function mayBeMet(row: SajuProfile | undefined): row is CompleteProfile {
  return isComplete(row) && row.is_active;
}

/** Where someone stands on the ring, 0 to 2^31 - 1: as good as random, and always the same. */
export function shuffleOf(seed: number): number {
  // the finalizer of MurmurHash3; ids above 2^32 take their upper part along
  let mixed = (seed | 0) ^ Math.imul(Math.floor(seed / 2 ** 32), 0x9e3779b1);
  mixed = Math.imul(mixed ^ mixed >>> 16, 0x85ebca6b);
  mixed = Math.imul(mixed ^ mixed >>> 13, 0xc2b2ae35);
  return ((mixed ^ mixed >>> 16) >>> 0) >>> 1;
}

/** One person's profile, or nothing. */
export async function sajuProfileOf({ sql, table }: Reader, userId: number): Promise<SajuProfile | undefined> {
  const [found] = await sql<{ row: SajuProfile }[]>`
    SELECT to_jsonb(p) AS row FROM ${table(sajuProfiles)} p WHERE user_id = ${userId}`;
  return found?.row;
}
