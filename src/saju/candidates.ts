import { apartAmong } from "../../projections/saju/recommendations.ts";
import type { Fragment, Reader } from "../../projections/projection.ts";
import { sajuNewcomers } from "../../projections/saju/saju_newcomers.ts";
import { type CompleteProfile, sajuProfiles, shuffleOf } from "../../projections/saju/saju_profiles.ts";
import { ageInYear, dateInKorea } from "../../projections/accounts/users.ts";

/** So many people are looked at for a day's list: enough for good scores, and a small part of a big crowd. */
const windowSize = 1_000;
/** Newcomers are those who came today or on one of the days before, by the calendar of UTC. */
const newcomerDays = 3;
/** Who was shown so often as a newcomer is known well enough: nobody is shown to everyone. */
export const newcomerShownEnough = 10;
const newcomersLookedAt = 50;

/** Someone who may be recommended. */
export type Candidate = { user_id: number; chart: string; birth_date: string };

/** The people a day's list may be drawn from. */
export type Candidates = {
  /** Some of those who fit, going round the ring from where the viewer stands that day. */
  window: Candidate[];
  /** Whether these are all who fit. */
  isEverybody: boolean;
  /** Those who came lately and fit, the least shown first. */
  newcomers: Candidate[];
};

type Found = Candidate & { shuffle: number; times_shown: number };

const ring = 2 ** 31;

/** Where on the ring someone's candidates of a day begin. */
function startOf(userId: number, day: string): number {
  return shuffleOf(shuffleOf(userId) ^ Number(day.replaceAll("-", "")));
}

/** Reads the people a day's list may be drawn from: they fit both ways and are new to the viewer. */
export async function candidatesFor(reader: Reader, viewer: CompleteProfile, now: Date): Promise<Candidates> {
  const start = startOf(viewer.user_id, dateInKorea(now));
  const fitting = fits(reader, viewer, now);
  const genders = viewer.wants === "all" ? ["male", "female", "other"] : [String(viewer.wants)];
  const [newcomers, ...windows] = await Promise.all([
    newcomersAmong(reader, fitting, genders, now),
    ...genders.map((gender) => aroundRing(reader, fitting, gender, start)),
  ]);
  const distance = ({ shuffle }: Found) => (shuffle - start + ring) % ring;
  const found = windows.flat().sort((a, b) => distance(a) - distance(b)).slice(0, windowSize);
  const ids = new Set([...found, ...newcomers].map(({ user_id }) => user_id));
  const apart = await apartAmong(reader, viewer.user_id, [...ids]);
  const isFree = ({ user_id }: Candidate) => user_id !== viewer.user_id && !apart.has(user_id);
  return {
    window: found.filter(isFree),
    isEverybody: found.length < windowSize,
    newcomers: newcomers.filter(isFree)
      .sort((a, b) => a.times_shown - b.times_shown || distance(a) - distance(b)),
  };
}

/**
 * What must hold of a candidate `p`, by what the viewer wants and by what they want themselves. Ages are those that others
 * see, by the year of birth: who is shown must not tell a birthday.
 */
function fits({ sql }: Reader, viewer: CompleteProfile, now: Date): Fragment {
  const today = dateInKorea(now);
  const age = ageInYear(viewer.birth_date, today);
  const bornBy = (years: number) => String(Math.max(1, Number(today.slice(0, 4)) - years)).padStart(4, "0");
  const earliest = viewer.age_max === null ? "0001" : bornBy(viewer.age_max);
  return sql`p.is_listed AND p.wants IN ('all', ${viewer.gender})
    AND (p.age_min IS NULL OR ${age} BETWEEN p.age_min AND p.age_max)
    AND p.birth_date BETWEEN ${`${earliest}-01-01`} AND ${`${bornBy(viewer.age_min ?? 0)}-12-31`}`;
}

async function aroundRing(reader: Reader, fitting: Fragment, gender: string, start: number): Promise<Found[]> {
  const { sql, table } = reader;
  const part = async (side: Fragment, limit: number) =>
    await sql<Found[]>`
      SELECT p.user_id, p.chart, p.birth_date::text, p.shuffle FROM ${table(sajuProfiles)} p
      WHERE p.gender = ${gender} AND ${side} AND ${fitting} ORDER BY p.shuffle LIMIT ${limit}`;
  const found = await part(sql`p.shuffle >= ${start}`, windowSize);
  if (found.length === windowSize) return found;
  return [...found, ...await part(sql`p.shuffle < ${start}`, windowSize - found.length)];
}

async function newcomersAmong(
  { sql, table }: Reader,
  fitting: Fragment,
  genders: readonly string[],
  now: Date,
): Promise<Found[]> {
  const days = Array.from({ length: newcomerDays }, (_, ago) => new Date(now.getTime() - ago * 24 * 3600 * 1000));
  return await sql<Found[]>`
    SELECT found.* FROM jsonb_array_elements_text(${sql.json(days.map((day) => day.toISOString().slice(0, 10)))}) AS day
    CROSS JOIN LATERAL (
      SELECT p.user_id, p.chart, p.birth_date::text, p.shuffle, n.times_shown
      FROM ${table(sajuNewcomers)} n JOIN ${table(sajuProfiles)} p ON p.user_id = n.user_id
      WHERE n.joined_on = day::date AND n.times_shown < ${newcomerShownEnough} AND ${fitting}
        AND p.gender IN (SELECT jsonb_array_elements_text(${sql.json([...genders])}))
      ORDER BY n.times_shown LIMIT ${newcomersLookedAt}) found`;
}
