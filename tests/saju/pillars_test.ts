import { assert, assertEquals } from "@std/assert";
import { getSolarTerm } from "manseryeok";
import { z } from "zod";
import { namesOf } from "../../src/saju/elements.ts";
import { dateInKorea } from "../../projections/accounts/users.ts";
import { birthTimeSchema, pillarsOf, type Policy } from "../../src/saju/pillars.ts";

const pillar = z.string().nullish();
const expected = z.object({ year: pillar, month: pillar, day: pillar, hour: pillar });
const shared = {
  id: z.string(),
  birth_date: z.string(),
  birth_time: z.string().nullable(),
  calendar: z.literal("solar"),
};
const chart = expected.extend({
  ...shared,
  day_boundary: z.enum(["midnight", "jasi (23:00)"]),
  wall_clock_basis: z.string(),
  year_hangul: pillar,
  month_hangul: pillar,
  day_hangul: pillar,
  hour_hangul: pillar,
});
const civil = z.object({
  ...shared,
  category: z.literal("korean_civil_time"),
  day_boundary: z.literal("midnight"),
  policies: z.record(
    z.enum([
      "raw_wall_clock",
      "dst_and_history_removed_to_UTC9",
      "meridian_127_5E_UTC8_30",
      "seoul_local_mean_time_126_978E",
    ]),
    expected,
  ),
});
const { vectors } = z.object({ vectors: z.array(z.union([civil, chart])) })
  .parse(JSON.parse(await Deno.readTextFile(new URL("../data/saju_vectors.json", import.meta.url))));

const policies: Record<keyof z.infer<typeof civil>["policies"], Policy> = {
  raw_wall_clock: { clock: "utc+9" },
  dst_and_history_removed_to_UTC9: {},
  meridian_127_5E_UTC8_30: { meridian: 127.5 },
  seoul_local_mean_time_126_978E: { meridian: 126.978 },
};

for (const row of vectors) {
  const birth = { birthDate: row.birth_date, birthTime: row.birth_time };

  if ("policies" in row) {
    Deno.test(`${row.id}, ${row.birth_date} ${row.birth_time} on a Korean clock`, () => {
      for (const [name, policy] of Object.entries(policies)) {
        const found = pillarsOf(birth, policy);
        const { year, month, day, hour } = row.policies[name as keyof typeof policies];
        assertEquals([name, found?.year, found?.month, found?.day, found?.hour], [name, year, month, day, hour]);
      }
    });
    continue;
  }

  Deno.test(`${row.id}, ${row.birth_date} ${row.birth_time ?? ""}`, () => {
    // every row of this kind gives a clock that needs no conversion: its `wall_clock_basis` says so
    const dayBoundary = row.day_boundary === "midnight" ? "midnight" : "jasi";
    const found = pillarsOf(birth, { clock: "utc+9", dayBoundary });
    assert(found);
    for (const name of ["year", "month", "day", "hour"] as const) {
      const [hanja, hangul] = [row[name], row[`${name}_hangul`]];
      if (hanja) assertEquals(found[name], hanja, name);
      if (hanja && hangul) assertEquals(namesOf(hanja).hangul, hangul);
    }
    if (row.birth_time === null) assertEquals(found.hour, null);
  });
}

Deno.test("the hour from 23:00 on is of this day, of the next day, or of both, as the school has it", () => {
  const of = (dayBoundary: Policy["dayBoundary"]) => {
    const { day, hour } = pillarsOf({ birthDate: "2024-03-10", birthTime: "23:30" }, { dayBoundary })!;
    return [day, hour];
  };
  assertEquals(of("midnight"), ["癸酉", "壬子"]);
  assertEquals(of("jasi"), ["甲戌", "甲子"]);
  assertEquals(of("splitJasi"), ["癸酉", "甲子"]);
});

Deno.test("a birth time on the day of a term decides; without one the year or the month is ambiguous", () => {
  const of = (birthDate: string, birthTime: string | null) => {
    const { year, month, precision } = pillarsOf({ birthDate, birthTime })!;
    return [year, month, precision.year, precision.month, precision.day, precision.hour].join(" ");
  };
  // 입춘 of 1988 was on 4 February at 23:43
  assertEquals(of("1988-02-04", null), "丁卯 癸丑 ambiguous ambiguous certain unknown");
  assertEquals(of("1988-02-04", "23:42"), "丁卯 癸丑 certain certain certain certain");
  assertEquals(of("1988-02-04", "23:43"), "戊辰 甲寅 certain certain certain certain");
  assertEquals(of("1988-02-05", null), "戊辰 甲寅 certain certain certain unknown");
  assertEquals(of("1988-03-05", null), "戊辰 甲寅 certain ambiguous certain unknown");
});

Deno.test("exactly the days of the twelve 절 are ambiguous in their month, and those of 입춘 in their year", () => {
  for (let year = 1990; year <= 2007; year++) {
    const terms = Array.from({ length: 12 }, (_, at) => dateInKorea(getSolarTerm(year, 2 * at).date));
    for (let at = 0; at < 365; at++) {
      const birthDate = new Date(Date.UTC(year, 0, 1 + at)).toISOString().slice(0, 10);
      const { precision } = pillarsOf({ birthDate, birthTime: null })!;
      // a term in the first minute of a day leaves nothing of that day before it
      assertEquals(precision.month, terms.includes(birthDate) ? "ambiguous" : "certain", birthDate);
      assertEquals(precision.year, birthDate === terms[1] ? "ambiguous" : "certain", birthDate);
      assertEquals(precision.day, "certain");
    }
  }
});

Deno.test("a time that a Korean clock showed twice, or skipped, is ambiguous where it makes a difference", () => {
  const of = (birthDate: string, birthTime: string | null) => {
    const { day, hour, precision } = pillarsOf({ birthDate, birthTime })!;
    return [day, hour, precision.day, precision.hour].join(" ");
  };
  // clocks went back from 03:00 to 02:00 and forward from 02:00 to 03:00: both readings are in 丑, 01:00 to 02:59
  assertEquals(of("1987-10-11", "02:30"), "癸巳 癸丑 certain certain");
  // back from 00:00 to 23:00: 23:30 was 23:00 or 00:00 by UTC+9, of one day or of the next
  assertEquals(of("1955-09-08", "23:30"), "壬申 庚子 ambiguous ambiguous");
  assertEquals(of("1955-09-08", "22:30"), "壬申 辛亥 certain certain");
  // forward from 00:00 to 01:00: 00:20 was meant as 23:50 or as 00:50 by UTC+9
  assertEquals(of("1955-05-05", "00:20").split(" ").slice(2), ["ambiguous", "ambiguous"]);
  // in summer time, the first hour of a day was the last of the day before
  assertEquals(of("1988-08-15", null).split(" ").slice(2), ["ambiguous", "unknown"]);
  assertEquals(of("1988-08-15", "00:59"), "辛丑 戊子 certain certain");
  assertEquals(of("1988-08-15", "01:00"), "壬寅 庚子 certain certain");
  assertEquals(of("1986-08-15", null).split(" ").slice(2), ["certain", "unknown"]);
});

Deno.test("what is no date, no time or out of the library's years has no pillars, and nothing throws", () => {
  for (
    const birthDate of [
      "2023-02-29",
      "1990-13-01",
      "1990-00-10",
      "1990-1-1",
      "",
      "now",
      "1799-12-31",
      "2301-01-01",
      "-000001-01-01",
    ]
  ) assertEquals(pillarsOf({ birthDate, birthTime: null }), undefined, birthDate);
  for (const birthTime of ["24:00", "9:00", "12:60", "", "12:00:60", "12:00:0", "12:00:00.000", "noon"]) {
    assertEquals(pillarsOf({ birthDate: "1990-03-15", birthTime }), undefined, birthTime);
  }
  const noon = pillarsOf({ birthDate: "1990-03-15", birthTime: "12:00" });
  assertEquals(pillarsOf({ birthDate: "1990-03-15", birthTime: "12:00:59" }), noon);
  for (const birthDate of ["1800-01-01", "2300-12-31", "2000-02-29"]) {
    for (const birthTime of [null, "00:00", "23:59"]) assert(pillarsOf({ birthDate, birthTime }), birthDate);
  }
});

Deno.test("a birth date is a real day of the years that are exact, and a birth time one of a 24-hour clock", () => {
  const fits = (birthDate: string) => pillarsOf({ birthDate, birthTime: null }) !== undefined;
  assertEquals(["1990-02-28", "1990-02-29", "1799-12-31", "yesterday"].map(fits), [true, false, false, false]);
  assertEquals(["00:00", "23:59", "24:00", "7:30"].map((time) => birthTimeSchema.safeParse(time).success), [
    true,
    true,
    false,
    false,
  ]);
});
