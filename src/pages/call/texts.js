const ko = {
  title: "인연 — 목소리로 만나는 사이",
  brand: "인연",
  tagline: "얼굴도 번호도 없이, 목소리 하나로 시작하는 만남.",
  otherLanguage: "English",
  logOut: "로그아웃",
  reconnecting: "다시 연결하는 중…",
  offline: "서버에 닿지 않아요. 연결을 확인하고 다시 해 주세요.",
  somethingWrong: "문제가 생겼어요. 다시 해 주세요.",
  loggedOut: "로그아웃되었어요.",
  sessionOver: "세션이 끝났어요. 다시 로그인해 주세요.",
  barred: "지금은 이 계정으로 이용할 수 없어요.",

  tabCall: "통화",
  tabHistory: "기록",
  tabGems: "보석",
  menu: "메뉴",

  logIn: "로그인",
  signUp: "회원가입",
  toSignUp: "처음이신가요? 회원가입",
  toLogIn: "이미 계정이 있나요? 로그인",
  username: "아이디",
  usernameHint: "상대에게 보이는 이름이에요. 50자까지.",
  password: "비밀번호",
  passwordHint: "8자 이상.",
  age: "나이",
  ageHint: "만 {minAge}세부터 이용할 수 있어요.",
  gender: "성별",
  female: "여성",
  male: "남성",
  picture: "프로필 사진 (선택)",
  pictureHint: "JPEG, PNG, WebP. 5 MB까지.",

  homeTitle: "누구와 통화할까요?",
  wantedGender: "상대의 성별",
  all: "모두",
  ageRange: "상대의 나이",
  ageFrom: "최소 나이",
  ageTo: "최대 나이",
  radius: "거리",
  anyRadius: "제한 없음",
  within: "{km} km 안",
  price: "매칭이 되면",
  priceNone: "무료",
  priceGems: "보석 {cost}개",
  tooFewGems: "보석이 모자라요. 지금 {balance}개 있어요.",
  location: "내 위치",
  locationWhy: "거리 조건에만 써요. 약 36 km² 넓이의 구역으로만, 24시간 동안만 보관하고 누구에게도 보이지 않아요.",
  locationAsk: "위치 알리기",
  locationAgain: "다시 알리기",
  locationKnown: "위치를 알렸어요. 24시간 뒤에 지워져요.",
  locationNeeded: "거리 조건을 쓰려면 위치를 알려 주세요.",
  locationDenied: "위치를 알 수 없어요. 브라우저 설정에서 위치를 허용해 주세요.",
  find: "상대 찾기",
  microphoneWhy: "마이크를 허용해야 통화할 수 있어요.",
  microphoneDenied: "마이크를 쓸 수 없어요. 브라우저 설정에서 이 페이지에 마이크를 허용해 주세요.",
  microphoneInsecure: "마이크는 https 주소에서만 쓸 수 있어요.",

  waitingTitle: "상대를 찾고 있어요",
  waitingText: "조건이 서로 맞는 사람이 나타나면 바로 알려 드려요.",
  waited: "기다린 시간 {time}",
  leave: "그만 기다리기",

  offerTitle: "이 사람과 통화할까요?",
  years: "{age}세",
  stars: "별점 {rating}",
  noStars: "아직 별점 없음",
  secondsLeft: "{seconds}초 남았어요",
  accept: "수락",
  decline: "거절",
  accepted: "수락했어요. 상대의 답을 기다리는 중이에요.",
  someone: "상대",

  startingTitle: "{name}님과 연결하는 중",
  callTitle: "{name}님과 통화 중",
  elsewhere: "다른 화면에서 통화 중이에요.",
  joinHere: "여기서 통화하기",
  connecting: "연결하는 중…",
  connected: "연결됨",
  lost: "연결이 끊겼어요. 다시 잇는 중…",
  partnerAway: "상대의 연결이 끊겼어요. 20초까지 기다려요.",
  partnerMuted: "상대가 마이크를 껐어요.",
  iMuted: "내 마이크가 꺼져 있어요.",
  myVoice: "내 목소리",
  theirVoice: "상대 목소리",
  mute: "마이크 끄기",
  unmute: "마이크 켜기",
  end: "통화 끝내기",
  hear: "소리 켜기",
  duration: "통화 시간",

  ratingTitle: "{name}님과의 통화, 어땠나요?",
  hung_up: "통화가 끝났어요.",
  disconnected: "연결이 끊겨 통화가 끝났어요.",
  too_long: "2시간이 지나 통화가 끝났어요.",
  ended: "통화가 끝났어요.",
  lasted: "통화 시간 {time}",
  starsLabel: "별점",
  star: "별 {n}개",
  comment: "한마디 (선택)",
  commentHint: "상대에게는 보이지 않아요.",
  rate: "별점 남기기",
  later: "나중에",
  rated: "별점을 남겼어요.",
  starsNeeded: "별을 골라 주세요.",

  notThisTime: "이번에는 이어지지 않았어요.",
  offerOver: "제안이 지나갔어요.",
  absent: "자리를 비운 사이 대기가 끝났어요.",
  lapsed: "통화가 시작되지 않아 없던 일이 되었어요. 쓴 보석은 돌려드렸어요.",
  matchOver: "매칭이 끝났어요.",

  historyTitle: "지난 통화",
  historyNone: "아직 통화가 없어요.",
  more: "더 보기",
  rateShort: "별점 주기",
  isRated: "별점 남김",
  running: "통화 중",

  gemsTitle: "보석",
  balance: "남은 보석",
  gems: "{n}개",
  ledger: "내역",
  ledgerNone: "아직 내역이 없어요.",
  charge: "충전",
  use: "매칭에 사용",
  refund: "돌려받음",
  grant: "받음",
  chargeTitle: "보석 충전",
  paymentToken: "결제 토큰",
  paymentHint: "개발 서버에서는 deno task payment-token --product gems_100 이 만들어 줍니다.",
  chargeDo: "충전하기",
  charged: "보석 {n}개를 충전했어요.",

  safety: "신고·차단",
  safetyOf: "{name}님 신고·차단",
  safetyTitle: "{name}님을 다시 만나고 싶지 않나요?",
  block: "차단하기",
  blockText: "차단하면 서로 다시 만나지 않아요. 지금 통화 중이라면 통화도 끝나요.",
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
  title: "Inyeon — meet by voice",
  brand: "Inyeon",
  tagline: "No face, no number: it begins with a voice.",
  otherLanguage: "한국어",
  logOut: "Log out",
  reconnecting: "Reconnecting…",
  offline: "The server cannot be reached. Check your connection and try again.",
  somethingWrong: "Something went wrong. Please try again.",
  loggedOut: "You are logged out.",
  sessionOver: "Your session is over. Please log in again.",
  barred: "This account cannot be used at the moment.",

  tabCall: "Call",
  tabHistory: "History",
  tabGems: "Gems",
  menu: "Menu",

  logIn: "Log in",
  signUp: "Sign up",
  toSignUp: "New here? Sign up",
  toLogIn: "Have an account? Log in",
  username: "Username",
  usernameHint: "Others see this name. Up to 50 characters.",
  password: "Password",
  passwordHint: "At least 8 characters.",
  age: "Age",
  ageHint: "You must be {minAge} or over.",
  gender: "Gender",
  female: "Woman",
  male: "Man",
  picture: "Profile picture (optional)",
  pictureHint: "JPEG, PNG or WebP, up to 5 MB.",

  homeTitle: "Who would you like to talk to?",
  wantedGender: "Their gender",
  all: "Anyone",
  ageRange: "Their age",
  ageFrom: "From age",
  ageTo: "To age",
  radius: "Distance",
  anyRadius: "Any",
  within: "Within {km} km",
  price: "When you are matched",
  priceNone: "Free",
  priceGems: "{cost} gems",
  tooFewGems: "Not enough gems: you have {balance}.",
  location: "My location",
  locationWhy: "Used for the distance only. Kept as an area of some 36 km² for 24 hours, and never shown to anyone.",
  locationAsk: "Share location",
  locationAgain: "Share again",
  locationKnown: "Location shared. It is deleted after 24 hours.",
  locationNeeded: "Share your location to use a distance.",
  locationDenied: "Your location is not available. Allow it in your browser's settings.",
  find: "Find someone",
  microphoneWhy: "Calls need your microphone.",
  microphoneDenied: "The microphone cannot be used. Allow it for this page in your browser's settings.",
  microphoneInsecure: "A microphone can be used at an https address only.",

  waitingTitle: "Looking for someone",
  waitingText: "You will hear at once when someone comes whom you both suit.",
  waited: "Waiting for {time}",
  leave: "Stop waiting",

  offerTitle: "Talk to this person?",
  years: "{age}",
  stars: "{rating} stars",
  noStars: "No stars yet",
  secondsLeft: "{seconds} seconds left",
  accept: "Accept",
  decline: "Decline",
  accepted: "You accepted. Waiting for their answer.",
  someone: "Someone",

  startingTitle: "Connecting to {name}",
  callTitle: "On a call with {name}",
  elsewhere: "You are on this call on another screen.",
  joinHere: "Talk here",
  connecting: "Connecting…",
  connected: "Connected",
  lost: "Connection lost. Reconnecting…",
  partnerAway: "They lost their connection. Waiting up to 20 seconds.",
  partnerMuted: "They muted their microphone.",
  iMuted: "Your microphone is off.",
  myVoice: "My voice",
  theirVoice: "Their voice",
  mute: "Mute",
  unmute: "Unmute",
  end: "End call",
  hear: "Turn on sound",
  duration: "Duration",

  ratingTitle: "How was your call with {name}?",
  hung_up: "The call is over.",
  disconnected: "The call ended because a connection was lost.",
  too_long: "The call ended after 2 hours.",
  ended: "The call is over.",
  lasted: "You talked for {time}",
  starsLabel: "Stars",
  star: "{n} of 5 stars",
  comment: "A word (optional)",
  commentHint: "They do not see it.",
  rate: "Give stars",
  later: "Later",
  rated: "Thank you for the stars.",
  starsNeeded: "Choose the stars first.",

  notThisTime: "It did not work out this time.",
  offerOver: "The offer is over.",
  absent: "The wait ended while you were away.",
  lapsed: "The call did not begin, so the match is off. Your gems are back.",
  matchOver: "The match is over.",

  historyTitle: "Past calls",
  historyNone: "No calls yet.",
  more: "Show more",
  rateShort: "Give stars",
  isRated: "Rated",
  running: "Now",

  gemsTitle: "Gems",
  balance: "Gems left",
  gems: "{n} gems",
  ledger: "Transactions",
  ledgerNone: "No transactions yet.",
  charge: "Bought",
  use: "Spent on a match",
  refund: "Refunded",
  grant: "Granted",
  chargeTitle: "Buy gems",
  paymentToken: "Payment token",
  paymentHint: "On a development server: deno task payment-token --product gems_100",
  chargeDo: "Redeem",
  charged: "{n} gems added.",

  safety: "Report or block",
  safetyOf: "Report or block {name}",
  safetyTitle: "Don't want to meet {name} again?",
  block: "Block",
  blockText: "You two will not meet again. A call that is going on ends.",
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

/** Every text in every language. */
export const texts = { ko, en };

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
 * @param {keyof typeof ko} key
 */
export function t(key, values = {}) {
  return texts[language()][key].replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** Whether there is a text of that name. */
export const hasText = (key) => Object.hasOwn(ko, key);

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
