/** The ten heavenly stems (천간) and the twelve earthly branches (지지), in their order. */
export const stems = [..."甲乙丙丁戊己庚辛壬癸"];
export const branches = [..."子丑寅卯辰巳午未申酉戌亥"];

/** The five elements (오행) in the order in which each generates the next; each controls the one after that. */
export const elements = ["木", "火", "土", "金", "水"] as const;

/** One of the five elements. */
export type Element = typeof elements[number];

const hangulOf: Record<string, string> = Object.fromEntries([
  ...stems.map((hanja, at) => [hanja, [..."갑을병정무기경신임계"][at]]),
  ...branches.map((hanja, at) => [hanja, [..."자축인묘진사오미신유술해"][at]]),
]);

const branchElements = "水土木木土火火土金金土水";

const elementOfCharacter: Record<string, Element> = Object.fromEntries([
  ...stems.map((hanja, at) => [hanja, elements[Math.floor(at / 2)]]),
  ...branches.map((hanja, at) => [hanja, branchElements[at]]),
]);

/** What a pillar is called and made of: 庚午 is 경오, its stem 金, its branch 火. */
export type PillarNames = { hanja: string; hangul: string; stem: Element; branch: Element };

/** The sixty pillars (육십갑자) in Hanja, in their order. */
export const sixty = Array.from({ length: 60 }, (_, at) => stems[at % 10] + branches[at % 12]);

/**
 * Names a pillar and its elements; a branch has the element of its main hidden stem.
 *
 * @example
 * ```ts
 * import { namesOf } from "./elements.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(namesOf("庚午"), { hanja: "庚午", hangul: "경오", stem: "金", branch: "火" });
 * ```
 */
export function namesOf(hanja: string): PillarNames {
  const [stem, branch] = hanja;
  return {
    hanja,
    hangul: hangulOf[stem] + hangulOf[branch],
    stem: elementOfCharacter[stem],
    branch: elementOfCharacter[branch],
  };
}

/** How many of the characters of some pillars are of each element, in the order of {@link elements}. */
export function elementCounts(pillars: string[]): number[] {
  const characters = [...pillars.join("")].map((character) => elementOfCharacter[character]);
  return elements.map((element) => characters.filter((each) => each === element).length);
}
