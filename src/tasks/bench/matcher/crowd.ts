import { latLngToCell } from "h3-js";
import type { Waiting } from "../../../calls/matcher/pool.ts";
import type { Draw } from "../../../app/simulates.ts";

/** City, and how many hundred thousands live there. */
const cities: [latitude: number, longitude: number, weight: number][] = [
  [37.5665, 126.978, 94], // Seoul
  [35.1796, 129.0756, 33], // Busan
  [37.4563, 126.7052, 30], // Incheon
  [35.8714, 128.6014, 24], // Daegu
  [36.3504, 127.3845, 14], // Daejeon
  [35.1595, 126.8526, 14], // Gwangju
  [37.2636, 127.0286, 12], // Suwon
  [35.5384, 129.3114, 11], // Ulsan
  [37.2411, 127.1776, 11], // Yongin
  [37.6584, 126.832, 11], // Goyang
  [35.2279, 128.6811, 10], // Changwon
  [36.6424, 127.489, 9], // Cheongju
  [35.8242, 127.148, 6], // Jeonju
  [33.4996, 126.5312, 5], // Jeju
  [37.8813, 127.7298, 3], // Chuncheon
  [37.7519, 128.8761, 2], // Gangneung
];
const inhabitants = cities.reduce((sum, [, , weight]) => sum + weight, 0);

/**
 * Somebody as they come in Korea: 19 to 60, mostly young, three men to two women. Most want the other gender and ages
 * around their own, a tenth somebody near, one in a hundred something rare; one in twenty has blocked people.
 */
export function drawWaiting(draw: Draw, userId: number, since: number): Waiting {
  const gender = draw.chance(0.005) ? "other" : draw.chance(0.6) ? "male" : "female";
  const age = Math.min(60, 19 + Math.floor(draw.around(10)));
  const wantsNear = draw.chance(0.1);
  const other = gender === "male" ? "female" : "male";
  const anyAge = draw.chance(0.3);
  const rare = draw.chance(0.01);
  const [ageMin, ageMax] = rare
    ? [Math.min(99, age + 15), Math.min(99, age + 17)]
    : anyAge
    ? [19, 99]
    : [Math.max(19, age - draw.whole(2, 10)), Math.min(99, age + draw.whole(2, 8))];
  return {
    userId,
    since,
    gender,
    age,
    cell: wantsNear || draw.chance(0.8) ? drawCell(draw) : null,
    cellUntil: Infinity,
    conditions: {
      gender: draw.chance(0.12)
        ? "all"
        : draw.chance(0.96) && gender !== "other"
        ? other
        : draw.pick(["male", "female"]),
      ageMin,
      ageMax,
      radiusKm: wantsNear ? draw.pick([5, 10, 20, 30, 50, 100]) : null,
    },
    apart: draw.chance(0.05) ? new Set([draw.whole(1, 100_000), draw.whole(1, 100_000)]) : nobody,
  };
}

const nobody: ReadonlySet<number> = new Set();

function drawCell(draw: Draw): string {
  let left = draw.next() * inhabitants;
  const [latitude, longitude] = cities.find(([, , weight]) => (left -= weight) < 0) ?? cities[0];
  return latLngToCell(latitude + draw.between(-0.15, 0.15), longitude + draw.between(-0.15, 0.15), 6);
}
