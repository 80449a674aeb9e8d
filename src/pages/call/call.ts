import type { Page, PageConfig } from "../page.ts";

/** What the page of calls is told of this installation. */
export function callRules({ showTimeSec, gemPrices, env }: PageConfig) {
  return {
    show_time_sec: showTimeSec,
    gem_prices: gemPrices,
    takes_development_payments: env !== "production",
  };
}

/** Random calls. */
export const callPage: Page = {
  path: "/call",
  views: ["/profile", "/waiting", "/offer", "/talk", "/rate/{call_id}", "/history", "/gems"],
  title: { ko: "목소리로 만나기", en: "Meet by voice" },
  about: {
    ko: "얼굴도 번호도 없이, 목소리 하나로 시작하는 만남.",
    en: "No face, no number: it begins with a voice.",
  },
  script: new URL("./page.tsx", import.meta.url),
  style: new URL("./style.css", import.meta.url),
  rules: callRules,
};
