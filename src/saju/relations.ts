import { type Element, elements, stems } from "./elements.ts";

/** How two stems (천간) stand to each other. */
export type StemRelation =
  | "combine"
  | "generates_unlike"
  | "generates_like"
  | "same_unlike"
  | "same_like"
  | "controls_unlike"
  | "controls_like"
  | "clash";

/** How two branches (지지) stand to each other; several may hold at once. */
export type BranchRelation =
  | "same"
  | "self_punishment"
  | "six_combine"
  | "half_combine"
  | "half_combine_without_peak"
  | "directional"
  | "clash"
  | "punishment"
  | "harm"
  | "break"
  | "wonjin";

/** Some pairs or sets of characters, written one after the other with a space between. */
function sets(list: string): string[] {
  return list.split(" ");
}

const stemCombine = sets("甲己 乙庚 丙辛 丁壬 戊癸");
const stemClash = sets("甲庚 乙辛 丙壬 丁癸");
const selfPunishment = [..."辰午酉亥"];

/** In the order in which they are told. */
const branchSets: [BranchRelation, string[]][] = [
  ["six_combine", sets("子丑 寅亥 卯戌 辰酉 巳申 午未")],
  ["half_combine", sets("申子 子辰 亥卯 卯未 寅午 午戌 巳酉 酉丑")],
  ["half_combine_without_peak", sets("申辰 亥未 寅戌 巳丑")],
  ["directional", sets("寅卯辰 巳午未 申酉戌 亥子丑")],
  ["clash", sets("子午 丑未 寅申 卯酉 辰戌 巳亥")],
  ["punishment", sets("寅巳 巳申 寅申 丑戌 戌未 丑未 子卯")],
  ["harm", sets("子未 丑午 寅巳 卯辰 申亥 酉戌")],
  ["break", sets("子酉 丑辰 寅亥 卯午 巳申 戌未")],
  ["wonjin", sets("子未 丑午 寅酉 卯申 辰亥 巳戌")],
];

function holds(list: string[], a: string, b: string): boolean {
  return a !== b && list.some((set) => set.includes(a) && set.includes(b));
}

function generates(a: Element, b: Element): boolean {
  return elements[(elements.indexOf(a) + 1) % elements.length] === b;
}

/** How two stems, each one Hanja, stand to each other. Two of one yin or yang are `like`. */
export function stemRelation(a: string, b: string): StemRelation {
  if (holds(stemCombine, a, b)) return "combine";
  if (holds(stemClash, a, b)) return "clash";
  const [at, bt] = [stems.indexOf(a), stems.indexOf(b)];
  const polarity = at % 2 === bt % 2 ? "like" : "unlike";
  const [elementA, elementB] = [elements[Math.floor(at / 2)], elements[Math.floor(bt / 2)]];
  if (elementA === elementB) return `same_${polarity}`;
  return generates(elementA, elementB) || generates(elementB, elementA)
    ? `generates_${polarity}`
    : `controls_${polarity}`;
}

/** Every way in which two branches, each one Hanja, stand to each other; none is frequent. */
export function branchRelations(a: string, b: string): BranchRelation[] {
  if (a === b) return [selfPunishment.includes(a) ? "self_punishment" : "same"];
  return branchSets.filter(([, list]) => holds(list, a, b)).map(([relation]) => relation);
}

/** The points of `saju_v1` for two stems. */
export const stemPoints: Record<StemRelation, number> = {
  combine: 100,
  generates_unlike: 80,
  generates_like: 75,
  same_unlike: 65,
  same_like: 55,
  controls_unlike: 45,
  controls_like: 35,
  clash: 20,
};

const branchBase = 55;
const branchChange: Record<BranchRelation, number> = {
  same: 5,
  self_punishment: -15,
  six_combine: 35,
  half_combine: 30,
  half_combine_without_peak: 15,
  directional: 10,
  clash: -35,
  punishment: -15,
  harm: -12,
  break: -8,
  wonjin: -18,
};

/** The points of `saju_v1` for two branches, 0–100. */
export function branchPoints(a: string, b: string): number {
  const points = branchRelations(a, b).reduce((sum, relation) => sum + branchChange[relation], branchBase);
  return Math.max(0, Math.min(100, points));
}
