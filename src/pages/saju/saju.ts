import type { Page } from "../page.ts";

/** Blind dates by saju: today's people, requests, chats, one's own profile. */
export const saju: Page = {
  path: "/saju",
  views: ["/people", "/requests", "/chats", "/chats/{chat_id}", "/me"],
  title: { ko: "사주로 만나기", en: "Meet by saju" },
  about: {
    ko: "태어난 날이 이어 주는 오늘의 인연과 이야기해요.",
    en: "Your birth date introduces you to someone today. Ask, and talk.",
  },
  script: new URL("./app.tsx", import.meta.url),
  style: new URL("./style.css", import.meta.url),
};
