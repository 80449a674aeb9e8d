const ko = {
  brand: "인연",
  otherLanguage: "English",
  logOut: "로그아웃",
  reconnecting: "다시 연결하는 중…",
  offline: "서버에 닿지 않아요. 연결을 확인하고 다시 해 주세요.",
  somethingWrong: "문제가 생겼어요. 다시 해 주세요.",
  loggedOut: "로그아웃되었어요.",
  sessionOver: "세션이 끝났어요. 다시 로그인해 주세요.",
  barred: "지금은 이 계정으로 이용할 수 없어요.",

  menu: "메뉴",

  logIn: "로그인",
  signUp: "회원가입",
  toSignUp: "처음이신가요? 회원가입",
  toLogIn: "이미 계정이 있나요? 로그인",
  password: "비밀번호",
  passwordHint: "8자 이상.",
  ageHint: "만 {minAge}세부터 이용할 수 있어요.",
  gender: "성별",
  female: "여성",
  male: "남성",
  pictureHint: "JPEG, PNG, WebP, AVIF. 15 MB까지.",
  agree: "{what}에 동의해요 (버전 {version}).",
  agree_terms: "이용약관",
  agree_privacy: "개인정보 처리방침",
  agree_location: "위치 정보 이용약관",
  consentTitle: "동의가 필요해요",
  agreeAndGoOn: "동의하고 계속하기",

  wantedGender: "상대의 성별",
  all: "모두",
  ageRange: "상대의 나이",
  ageFrom: "최소 나이",
  ageTo: "최대 나이",

  years: "{age}세",
  accept: "수락",
  decline: "거절",
  someone: "상대",

  more: "더 보기",

  safety: "신고·차단",
  safetyOf: "{name}님 신고·차단",
  safetyTitle: "{name}님을 다시 만나고 싶지 않나요?",
  block: "차단하기",
  blocked: "차단했어요.",
  blocksTitle: "차단한 사람",
  unblock: "차단 풀기",
  unblockOf: "{name}님 차단 풀기",
  unblocked: "차단을 풀었어요.",
  report: "신고하기",
  reportReason: "신고 사유",
  harassment: "괴롭힘·욕설",
  sexual: "성적인 언행",
  fraud: "사기·금전 요구",
  underage: "미성년자로 보임",
  impersonation: "사칭",
  other: "그 밖의 사유",
  reportComment: "자세히 (선택)",
  reported: "신고했어요. 살펴볼게요.",
  close: "닫기",
};

/** @type {typeof ko} */
const en = {
  brand: "Inyeon",
  otherLanguage: "한국어",
  logOut: "Log out",
  reconnecting: "Reconnecting…",
  offline: "The server cannot be reached. Check your connection and try again.",
  somethingWrong: "Something went wrong. Please try again.",
  loggedOut: "You are logged out.",
  sessionOver: "Your session is over. Please log in again.",
  barred: "This account cannot be used at the moment.",

  menu: "Menu",

  logIn: "Log in",
  signUp: "Sign up",
  toSignUp: "New here? Sign up",
  toLogIn: "Have an account? Log in",
  password: "Password",
  passwordHint: "At least 8 characters.",
  ageHint: "You must be {minAge} or over.",
  gender: "Gender",
  female: "Woman",
  male: "Man",
  pictureHint: "JPEG, PNG, WebP or AVIF, up to 15 MB.",
  agree: "I agree to the {what} (version {version}).",
  agree_terms: "terms of use",
  agree_privacy: "privacy policy",
  agree_location: "terms for location data",
  consentTitle: "Your consent is needed",
  agreeAndGoOn: "Agree and continue",

  wantedGender: "Their gender",
  all: "Anyone",
  ageRange: "Their age",
  ageFrom: "From age",
  ageTo: "To age",

  years: "{age}",
  accept: "Accept",
  decline: "Decline",
  someone: "Someone",

  more: "Show more",

  safety: "Report or block",
  safetyOf: "Report or block {name}",
  safetyTitle: "Don't want to meet {name} again?",
  block: "Block",
  blocked: "Blocked.",
  blocksTitle: "People you blocked",
  unblock: "Unblock",
  unblockOf: "Unblock {name}",
  unblocked: "Unblocked.",
  report: "Report",
  reportReason: "Reason",
  harassment: "Harassment",
  sexual: "Sexual behaviour",
  fraud: "Fraud or asking for money",
  underage: "Seems to be underage",
  impersonation: "Pretends to be someone else",
  other: "Something else",
  reportComment: "Details (optional)",
  reported: "Reported. We will look into it.",
  close: "Close",
};

let texts = { ko, en };

/**
 * Gives the page its own texts, beside those that all pages share; a text of the same name stands in its place.
 *
 * @param {{ ko: Record<string, string>, en: Record<string, string> }} own
 */
export function useTexts(own) {
  texts = { ko: { ...ko, ...own.ko }, en: { ...en, ...own.en } };
}

const place = "inyeon.language";
let chosen = localStorage.getItem(place) ?? (navigator.language.startsWith("ko") ? "ko" : "en");

/** @returns {"ko" | "en"} the language that is shown */
export const language = () => chosen === "en" ? "en" : "ko";

/** Shows the other language from now on. */
export function switchLanguage() {
  chosen = language() === "ko" ? "en" : "ko";
  localStorage.setItem(place, chosen);
}

/**
 * A text in the language that is shown; `{name}` takes a value.
 *
 * @param {string} key
 */
export function t(key, values = {}) {
  return texts[language()][key].replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** Whether there is a text of that name. */
export const hasText = (key) => Object.hasOwn(texts.ko, key);

/** Fills every element that names its text in `data-text` or, for screen readers alone, in `data-label`. */
export function fillTexts(root = document) {
  document.documentElement.lang = language();
  document.title = t("title");
  for (const element of root.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
  for (const element of root.querySelectorAll("[data-label]")) element.ariaLabel = t(element.dataset.label);
}

/** Seconds as minutes and seconds: 3:07. */
export function clockText(sec) {
  const whole = Math.max(0, Math.floor(sec));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** When something was, for people. */
export function timeText(instant) {
  return new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(instant));
}
