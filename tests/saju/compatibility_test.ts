import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { z } from "zod";
import { type Chart, partsOf, score } from "../../src/saju/compatibility.ts";
import { branches, stems } from "../../src/saju/elements.ts";
import { pillarsOf } from "../../src/saju/pillars.ts";
import { branchPoints, branchRelations, stemRelation } from "../../src/saju/relations.ts";
import type { Draw } from "../../src/app/simulates.ts";
import { drawFrom } from "../../src/tasks/simulate/draw.ts";
import { printedSeed } from "../support/seed.ts";

const list = z.array(z.string());
const pairs = z.object({ pairs: z.union([list, z.record(z.string(), z.string())]) });
const { tables, pairs_with_several_relations: several, proposal_saju_v1: proposal } = z.object({
  tables: z.object({
    stem_combine: pairs,
    stem_clash: pairs,
    six_combine: pairs,
    three_combine: z.object({ half_with_peak: list, half_without_peak: list }),
    directional: z.object({ sets: z.record(z.string(), z.string()) }),
    clash: pairs,
    punishment: z.object({ pairs: list, self: list }),
    break: pairs,
    harm: pairs,
    wonjin: pairs,
  }),
  pairs_with_several_relations: list,
  proposal_saju_v1: z.object({
    measured_distribution_random_births_1985_2004: z.record(z.string(), z.number()),
    worked_examples: z.array(z.object({
      a: z.string(),
      b: z.string(),
      a_pillars: list,
      b_pillars: list,
      day_stem: z.number(),
      day_branch: z.number(),
      elements: z.number(),
      year_branch: z.number(),
      month_branch: z.number(),
      score: z.number(),
    })),
  }),
}).parse(JSON.parse(await Deno.readTextFile(new URL("../data/saju_rules.json", import.meta.url))));

function born(birthDate: string): Chart {
  const pillars = pillarsOf({ birthDate, birthTime: null });
  assert(pillars, birthDate);
  return pillars;
}

for (const example of proposal.worked_examples) {
  Deno.test(`the worked example of ${example.a} and ${example.b}`, () => {
    const [a, b] = [born(example.a), born(example.b)];
    assertEquals([a.year, a.month, a.day], example.a_pillars);
    assertEquals([b.year, b.month, b.day], example.b_pillars);
    const { dayStem, dayBranch, elements, yearBranch, monthBranch } = partsOf(a, b);
    assertEquals(dayStem, example.day_stem);
    assertEquals(dayBranch, example.day_branch);
    assertAlmostEquals(elements, example.elements, 0.005);
    assertEquals(yearBranch, example.year_branch);
    assertEquals(monthBranch, example.month_branch);
    assertEquals(score(a, b), example.score);
  });
}

/** The pairs of a list of characters, without order, that are in one of some sets. */
function within(sets: string[] | Record<string, string>): Set<string> {
  const found = new Set<string>();
  for (const set of Array.isArray(sets) ? sets : Object.keys(sets)) {
    for (const a of set) for (const b of set) if (a !== b) found.add(a + b);
  }
  return found;
}

Deno.test("stems and branches are related as the tables of the rules say, and in no other way", () => {
  const [combine, clash] = [within(tables.stem_combine.pairs), within(tables.stem_clash.pairs)];
  for (const a of stems) {
    for (const b of stems) {
      const relation = stemRelation(a, b);
      assertEquals(relation === "combine", combine.has(a + b), a + b);
      assertEquals(relation === "clash", clash.has(a + b), a + b);
      assertEquals(stemRelation(b, a), relation, a + b);
    }
  }
  const named = {
    six_combine: within(tables.six_combine.pairs),
    half_combine: within(tables.three_combine.half_with_peak),
    half_combine_without_peak: within(tables.three_combine.half_without_peak),
    directional: within(tables.directional.sets),
    clash: within(tables.clash.pairs),
    punishment: within(tables.punishment.pairs),
    harm: within(tables.harm.pairs),
    break: within(tables.break.pairs),
    wonjin: within(tables.wonjin.pairs),
  };
  for (const a of branches) {
    for (const b of branches) {
      const expected = Object.entries(named).filter(([, set]) => set.has(a + b)).map(([name]) => name);
      const same = tables.punishment.self.includes(a + a) ? "self_punishment" : "same";
      assertEquals<string[]>(branchRelations(a, b), a === b ? [same] : expected, a + b);
      assertEquals(branchPoints(a, b), branchPoints(b, a));
    }
  }
});

Deno.test("a pair with several relations has all of them", () => {
  const hangul = {
    육합: "six_combine",
    방합: "directional",
    해: "harm",
    원진: "wonjin",
    충: "clash",
    형: "punishment",
    파: "break",
  };
  for (const row of several) {
    const [pair, names] = row.split(":");
    const expected = names.split("+").map((name) => hangul[name as keyof typeof hangul]).sort();
    assertEquals<string[]>(branchRelations(pair[0], pair[1]).sort(), expected, row);
  }
  // 巳申 combines, and punishes and breaks at once: 55 + 35 − 15 − 8
  assertEquals(branchPoints("巳", "申"), 67);
  assertEquals([branchPoints("寅", "申"), branchPoints("子", "子"), branchPoints("午", "午")], [5, 60, 40]);
});

function someDay(draw: Draw): Chart {
  return born(new Date(Date.UTC(1985, 0, 1) + draw.whole(0, 7304) * 24 * 3600 * 1000).toISOString().slice(0, 10));
}

Deno.test("40,000 random pairs: the same in both directions, and spread as the rules were measured", () => {
  const seed = printedSeed(41);
  const draw = drawFrom(seed);
  const scores = Array.from({ length: 40_000 }, () => {
    const [a, b] = [someDay(draw), someDay(draw)];
    assertEquals(score(a, b), score(b, a), `seed ${seed}`);
    return score(a, b);
  }).sort((a, b) => a - b);
  const at = (share: number) => scores[Math.floor(share * (scores.length - 1))];
  const measured = proposal.measured_distribution_random_births_1985_2004;
  for (const [name, share] of Object.entries({ p5: 0.05, p25: 0.25, median: 0.5, p75: 0.75, p95: 0.95 })) {
    assertAlmostEquals(at(share), measured[name], 1, `${name}, seed ${seed}`);
  }
  assertAlmostEquals(at(0), measured.min, 6, `seed ${seed}`);
  assertAlmostEquals(at(1), measured.max, 7, `seed ${seed}`);
});

Deno.test("the pillar of the hour does not count", () => {
  const other = pillarsOf({ birthDate: "1994-11-20", birthTime: null });
  const scores = [null, "00:40", "10:30", "17:05"].map((birthTime) => {
    const pillars = pillarsOf({ birthDate: "1996-05-14", birthTime });
    assert(pillars && other && (pillars.hour !== null) === (birthTime !== null));
    return score(pillars, other);
  });
  assertEquals(new Set(scores).size, 1);
});
