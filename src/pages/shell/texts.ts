import { textsOf } from "../words/texts.ts";

export const { t } = textsOf({
  ko: {
    title: "인연 — 사람을 만나는 새로운 길",
    homeTitle: "사람을 만나는 새로운 길",
    homeText: "얼굴보다 먼저, 마음이 닿는 사람을 만나요. 계정 하나로 모두 쓸 수 있어요.",
    appsTitle: "무엇으로 만날까요?",
    loggedInAs: "{name}님으로 로그인했어요.",
    loggedIn: "로그인했어요.",
    signTagline: "계정 하나로 모든 만남을.",
    identity: "아이디",
    identityHint: "상대에게 보이는 이름이에요. 50자까지.",
    age: "나이",
  },
  en: {
    title: "Inyeon — new ways to meet people",
    homeTitle: "New ways to meet people",
    homeText: "Meet someone you feel close to before you know their face. One account is enough for everything.",
    appsTitle: "How would you like to meet?",
    loggedInAs: "You are logged in as {name}.",
    loggedIn: "You are logged in.",
    signTagline: "One account for every way to meet.",
    identity: "Username",
    identityHint: "The name that others see. Up to 50 characters.",
    age: "Age",
  },
});
