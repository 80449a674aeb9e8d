import type { Parts } from "./compatibility.ts";

/** The five elements, in their order. */
export const elementWords = {
  ko: ["목(木)", "화(火)", "토(土)", "금(金)", "수(水)"],
  en: ["wood (木)", "fire (火)", "earth (土)", "metal (金)", "water (水)"],
};

/** What each part of the score is called. */
export const partWords: Record<"ko" | "en", Record<keyof Parts, string>> = {
  ko: {
    dayStem: "일간 (타고난 성격)",
    dayBranch: "일지 (가까운 사이)",
    elements: "오행의 균형",
    yearBranch: "띠",
    monthBranch: "월지 (자라온 환경)",
  },
  en: {
    dayStem: "Day stem (character)",
    dayBranch: "Day branch (closeness)",
    elements: "Balance of the elements",
    yearBranch: "Year branch (zodiac sign)",
    monthBranch: "Month branch (upbringing)",
  },
};

/** What a person's own characters go with and against. */
export const relationWords = {
  ko: {
    needs: (element: string) => `나에게 필요한 오행은 ${element}입니다.`,
    character: (own: string, combines: string[], clashes: string[]) =>
      `나의 ${own}: 합하는 글자 ${list(combines)}, 부딪치는 글자 ${list(clashes)}.`,
  },
  en: {
    needs: (element: string) => `The element you need is ${element}.`,
    character: (own: string, combines: string[], clashes: string[]) =>
      `Your ${own} combines with ${list(combines)} and clashes with ${list(clashes)}.`,
  },
};

/** What a range of points means. */
export const tendencyWords = {
  ko: {
    points: (from: number, to: number, of: number) => `두 사람은 ${of}점 가운데 ${from}–${to}점.`,
    well: "잘 어울리는 편입니다.",
    mixed: "무난한 편입니다.",
    badly: "맞춰 갈 점이 있는 편입니다.",
  },
  en: {
    points: (from: number, to: number, of: number) => `Together you have ${from}–${to} of ${of} points.`,
    well: "You tend to go well together.",
    mixed: "Neither for nor against.",
    badly: "You may have to meet halfway.",
  },
};

/** What stands below every explanation. */
export const note = {
  ko: [
    "재미로 보는 사주 궁합입니다.",
    "상대의 생일이 드러나지 않도록 점수는 5점 단위로, 항목은 범위로 보여 드립니다. 시주는 점수에 들어가지 않습니다.",
  ],
  en: [
    "For entertainment.",
    "So that nobody's birthday shows, the score is given in fives and each part as a range. The hour pillar does not count.",
  ],
};

function list(characters: string[]): string {
  return characters.length === 0 ? "–" : characters.join("·");
}
