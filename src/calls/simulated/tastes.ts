import type { Draw, Person } from "../../app/simulates.ts";

/** Whom somebody wants, and where they are. */
export type Tastes = {
  wants: { preferred_gender: "male" | "female" | "all"; age_range: [number, number]; radius_km: number | null };
  /** Absent: they do not say where they are. */
  place?: { latitude: number; longitude: number };
};

/** How somebody behaves: seconds are means, the rest are probabilities. */
export type Habits = {
  hesitatesSec: number;
  talksSec: number;
  rejects: number;
  staysSilent: number;
  cancels: number;
  /** Does not start the call of a match. */
  forgetsCall: number;
  rates: number;
};

const cities = [
  { latitude: 37.5665, longitude: 126.978 },
  { latitude: 37.4563, longitude: 126.7052 },
  { latitude: 35.1796, longitude: 129.0756 },
];

/** Half of people take anyone; most are in one of three cities. */
export function drawTastes(draw: Draw, person: Person): Tastes {
  const city = draw.pick(cities);
  const place = draw.chance(0.8)
    ? { latitude: city.latitude + draw.between(-0.15, 0.15), longitude: city.longitude + draw.between(-0.15, 0.15) }
    : undefined;
  return { wants: drawWants(draw, person), place };
}

/** Whom somebody wants, just now. */
export function drawWants(draw: Draw, { gender, age }: Person): Tastes["wants"] {
  const other = gender === "male" ? "female" : "male";
  const around = draw.whole(4, 15);
  return {
    preferred_gender: draw.chance(0.5) ? "all" : draw.chance(0.85) ? other : gender,
    age_range: draw.chance(0.6) ? [19, 99] : [Math.max(19, age - around), Math.min(99, age + around)],
    radius_km: draw.chance(0.75) ? null : draw.pick([5, 20, 50, 500]),
  };
}

/** Whether conditions cost gems. */
export function areFree(wants: Tastes["wants"]): boolean {
  const [min, max] = wants.age_range;
  return wants.preferred_gender === "all" && min === 19 && max === 99 && wants.radius_km === null;
}

/** Somebody's habits; one in ten is hard to please. */
export function drawHabits(draw: Draw): Habits {
  const fussy = draw.chance(0.1);
  return {
    hesitatesSec: draw.between(0.3, 2.5),
    talksSec: draw.between(0.5, 6),
    rejects: fussy ? 0.6 : 0.12,
    staysSilent: draw.chance(0.1) ? 0.4 : 0.03,
    cancels: 0.04,
    forgetsCall: draw.chance(0.15) ? 0.6 : 0.05,
    rates: draw.between(0.2, 1),
  };
}
